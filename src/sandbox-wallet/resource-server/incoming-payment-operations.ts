import type { Operation } from '../operations/exchange.js';
import { checkAccessToken } from './checks/check-access-token.js';
import { checkSignature } from './checks/check-signature.js';
import {
  checkCreatedByClient,
  findRequestedIncomingPayment,
  INCOMING_PAYMENT,
} from './checks/find-resource.js';
import {
  respondWithIncomingPayment,
  respondWithPublicIncomingPayment,
  completeRequestedIncomingPayment,
  createRequestedIncomingPayment,
  respondWithIncomingPaymentList,
} from './incoming-payments.js';
import {
  findWalletAddressOfRequest,
  readWalletAddressFromBody,
  readWalletAddressFromQuery,
} from './checks/read-wallet-address.js';

/** The steps of each operation on incoming payments. */
export const INCOMING_PAYMENT_OPERATIONS: readonly Operation[] = [
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
];
