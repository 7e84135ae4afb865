import type { OpenPaymentsServer } from '../operations/serve-operations.js';
import { INCOMING_PAYMENT_OPERATIONS } from './incoming-payment-operations.js';
import { OUTGOING_PAYMENT_OPERATIONS } from './outgoing-payment-operations.js';
import { QUOTE_OPERATIONS } from './quote-operations.js';
import { toResourceErrorResponse } from './resource-error-response.js';

// https://openpayments.dev/apis/resource-server/
export const resourceServer: OpenPaymentsServer = {
  document: 'resource',
  toErrorResponse: toResourceErrorResponse,
  operations: [...INCOMING_PAYMENT_OPERATIONS, ...QUOTE_OPERATIONS, ...OUTGOING_PAYMENT_OPERATIONS],
};
