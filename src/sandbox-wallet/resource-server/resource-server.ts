import type { OpenPaymentsServer } from '../http/serve-operations.js';
import { playOutcome } from './play-outcome.js';
import { checkAccessToken } from './check-access-token.js';
import { checkSignature } from './check-signature.js';
import { describeResourceError } from './describe-error.js';
import {
  checkIsClients,
  findRequestedIncomingPayment,
  findRequestedOutgoingPayment,
  findRequestedQuote,
  INCOMING_PAYMENT,
  OUTGOING_PAYMENT,
  QUOTE,
} from './find-resource.js';
import {
  answerIncomingPayment,
  answerPublicIncomingPayment,
  completeRequestedIncomingPayment,
  createRequestedIncomingPayment,
  listIncomingPayments,
} from './incoming-payments.js';
import {
  answerOutgoingPayment,
  createRequestedOutgoingPayment,
  listOutgoingPayments,
} from './outgoing-payments.js';
import { answerOutgoingPaymentGrant, readNoWalletAddress } from './outgoing-payment-grant.js';
import { answerQuote, createRequestedQuote } from './quotes.js';
import {
  findWalletAddressOfRequest,
  readWalletAddressFromBody,
  readWalletAddressFromQuery,
} from './read-wallet-address.js';

// https://openpayments.dev/apis/resource-server/
export const resourceServer: OpenPaymentsServer = {
  document: 'resource',
  describeError: describeResourceError,
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
        listIncomingPayments,
      ],
    },
    {
      method: 'GET',
      path: '/incoming-payments/{id}',
      steps: [
        findRequestedIncomingPayment,
        answerPublicIncomingPayment,
        checkAccessToken('incoming-payment', 'read'),
        checkSignature,
        checkIsClients(INCOMING_PAYMENT),
        answerIncomingPayment,
      ],
    },
    {
      method: 'POST',
      path: '/incoming-payments/{id}/complete',
      steps: [
        findRequestedIncomingPayment,
        checkAccessToken('incoming-payment', 'complete'),
        checkSignature,
        checkIsClients(INCOMING_PAYMENT),
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
        playOutcome('quote'),
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
        checkIsClients(QUOTE),
        answerQuote,
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
        playOutcome('payment'),
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
        listOutgoingPayments,
      ],
    },
    {
      method: 'GET',
      path: '/outgoing-payments/{id}',
      steps: [
        findRequestedOutgoingPayment,
        checkAccessToken('outgoing-payment', 'read'),
        checkSignature,
        checkIsClients(OUTGOING_PAYMENT),
        answerOutgoingPayment,
      ],
    },
    {
      method: 'GET',
      path: '/outgoing-payment-grant',
      steps: [
        readNoWalletAddress,
        checkAccessToken('outgoing-payment', 'create'),
        checkSignature,
        answerOutgoingPaymentGrant,
      ],
    },
  ],
};
