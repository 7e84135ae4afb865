import type { Operation } from '../operations/exchange.js';
import { applyOutcome } from './apply-outcome.js';
import { checkAccessToken } from './checks/check-access-token.js';
import { checkSignature } from './checks/check-signature.js';
import { checkCreatedByClient, findRequestedQuote, QUOTE } from './checks/find-resource.js';
import { respondWithQuote, createRequestedQuote } from './quotes.js';
import { findWalletAddressOfRequest, readWalletAddressFromBody } from './checks/read-wallet-address.js';

/** The steps of each operation on quotes. */
export const QUOTE_OPERATIONS: readonly Operation[] = [
  {
    method: 'POST',
    path: '/quotes',
    steps: [
      readWalletAddressFromBody,
      checkAccessToken('quote', 'create'),
      checkSignature,
      findWalletAddressOfRequest,
      applyOutcome('quote'),
      createRequestedQuote,
    ],
  },
  {
    method: 'GET',
    path: '/quotes/{id}',
    steps: [
      findRequestedQuote,
      checkAccessToken('quote', 'read'),
      checkSignature,
      checkCreatedByClient(QUOTE),
      respondWithQuote,
    ],
  },
];
