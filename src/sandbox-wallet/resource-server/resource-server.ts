import type { OpenPaymentsServer } from '../http/serve-operations.js';
import { applyOutcome } from './apply-outcome.js';
import { checkAccessToken } from './check-access-token.js';
import { checkSignature } from './check-signature.js';
import { toResourceErrorResponse } from './resource-error-response.js';
import {
  checkCreatedByClient,
  findRequestedIncomingPayment,
  findRequestedOutgoingPayment,
  findRequestedQuote,
  INCOMING_PAYMENT,
  OUTGOING_PAYMENT,
  QUOTE,
} from './find-resource.js';
import {
  respondWithIncomingPayment,
  respondWithPublicIncomingPayment,
  completeRequestedIncomingPayment,
  createRequestedIncomingPayment,
  respondWithIncomingPaymentList,
} from './incoming-payments.js';
import {
  respondWithOutgoingPayment,
  createRequestedOutgoingPayment,
  respondWithOutgoingPaymentList,
} from './outgoing-payments.js';
import { respondWithOutgoingPaymentGrant, useAnyWalletAddress } from './outgoing-payment-grant.js';
import { respondWithQuote, createRequestedQuote } from './quotes.js';
import {
  findWalletAddressOfRequest,
  readWalletAddressFromBody,
  readWalletAddressFromQuery,
} from './read-wallet-address.js';

// https://openpayments.dev/apis/resource-server/
export const resourceServer: OpenPaymentsServer = {
  document: 'resource',
  toErrorResponse: toResourceErrorResponse,
  operations: [
    {
      method: 'POST',
      path: '/incoming-payments',
      steps: [
        readWalletAddressFromBody,
        checkAccessToken('incoming-payment', 'create'),
        checkSignature,
        findWalletAddressOfRequest,
        createRequestedIncomingPayment,
      ],
    },
    {
      method: 'GET',
      path: '/incoming-payments',
      steps: [
        readWalletAddressFromQuery,
        checkAccessToken('incoming-payment', 'list'),
        checkSignature,
        findWalletAddressOfRequest,
        respondWithIncomingPaymentList,
      ],
    },
    {
      method: 'GET',
      path: '/incoming-payments/{id}',
      steps: [
        findRequestedIncomingPayment,
        respondWithPublicIncomingPayment,
        checkAccessToken('incoming-payment', 'read'),
        checkSignature,
        checkCreatedByClient(INCOMING_PAYMENT),
        respondWithIncomingPayment,
      ],
    },
    {
      method: 'POST',
      path: '/incoming-payments/{id}/complete',
      steps: [
        findRequestedIncomingPayment,
        checkAccessToken('incoming-payment', 'complete'),
        checkSignature,
        checkCreatedByClient(INCOMING_PAYMENT),
        completeRequestedIncomingPayment,
      ],
    },
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
  ],
};
