import type { Operation } from '../operations/exchange.js';
import { applyOutcome } from './apply-outcome.js';
import { checkAccessToken } from './checks/check-access-token.js';
import { checkSignature } from './checks/check-signature.js';
import {
  checkCreatedByClient,
  findRequestedOutgoingPayment,
  OUTGOING_PAYMENT,
} from './checks/find-resource.js';
import {
  respondWithOutgoingPayment,
  createRequestedOutgoingPayment,
  respondWithOutgoingPaymentList,
} from './outgoing-payments.js';
import { respondWithOutgoingPaymentGrant, useAnyWalletAddress } from './outgoing-payment-grant.js';
import {
  findWalletAddressOfRequest,
  readWalletAddressFromBody,
  readWalletAddressFromQuery,
} from './checks/read-wallet-address.js';

/** The steps of each operation on outgoing payments and their grant. */
export const OUTGOING_PAYMENT_OPERATIONS: readonly Operation[] = [
  {
    method: 'POST',
    path: '/outgoing-payments',
    steps: [
      readWalletAddressFromBody,
      checkAccessToken('outgoing-payment', 'create'),
      checkSignature,
      findWalletAddressOfRequest,
      applyOutcome('payment'),
      createRequestedOutgoingPayment,
    ],
  },
  {
    method: 'GET',
    path: '/outgoing-payments',
    steps: [
      readWalletAddressFromQuery,
      checkAccessToken('outgoing-payment', 'list'),
      checkSignature,
      findWalletAddressOfRequest,
      respondWithOutgoingPaymentList,
    ],
  },
  {
    method: 'GET',
    path: '/outgoing-payments/{id}',
    steps: [
      findRequestedOutgoingPayment,
      checkAccessToken('outgoing-payment', 'read'),
      checkSignature,
      checkCreatedByClient(OUTGOING_PAYMENT),
      respondWithOutgoingPayment,
    ],
  },
  {
    method: 'GET',
    path: '/outgoing-payment-grant',
    steps: [
      useAnyWalletAddress,
      checkAccessToken('outgoing-payment', 'create'),
      checkSignature,
      respondWithOutgoingPaymentGrant,
    ],
  },
];
