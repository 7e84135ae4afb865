import { ResourceError } from '../core/errors.js';
import { modifyBody, withoutNewest } from './modify-response.js';
import { handleThenDrop } from './broken-responses.js';
import {
  CREATE_OUTGOING_PAYMENT,
  GET_OUTGOING_PAYMENT,
  LIST_OUTGOING_PAYMENTS,
  type Fault,
} from './fault.js';

const RESPONSE_DELAY_MS = 30_000;
const LIST_LAG_MS = 60_000;

export type CreatePaymentFault =
  | 'drop-after-create'
  | 'delay-after-create'
  | 'duplicate-delivery'
  | '500-after-create'
  | 'stale-list'
  | 'list-not-found'
  | 'distinct-payment-ids'
  | 'quote-reuse';

/** The client does not learn whether, or as what, its payment was created. */
export const CREATE_PAYMENT_FAULTS: Readonly<Record<CreatePaymentFault, Fault>> = {
  'drop-after-create': {
    description: 'creates the payment, then drops the connection',
    operations: [CREATE_OUTGOING_PAYMENT],
    injectFault: handleThenDrop,
  },
  'delay-after-create': {
    description: 'creates the payment, then responds 30 s later',
    operations: [CREATE_OUTGOING_PAYMENT],
    async injectFault({ wallet, handle, send }) {
      const created = await handle();
      await wallet.delay(RESPONSE_DELAY_MS);
      return send(created);
    },
  },
  'duplicate-delivery': {
    description: 'processes the request twice, and responds to the second',
    operations: [CREATE_OUTGOING_PAYMENT],
    async injectFault({ handle, send }) {
      await handle();
      return send(await handle());
    },
  },
  '500-after-create': {
    description: 'creates the payment, then responds with 500',
    operations: [CREATE_OUTGOING_PAYMENT],
    async injectFault({ reply, handle }) {
      await handle();
      return reply.code(500).type('text/plain').send('Internal Server Error');
    },
  },
  'stale-list': {
    description: 'hides payments from lists and reads until they are a minute old',
    operations: [LIST_OUTGOING_PAYMENTS, GET_OUTGOING_PAYMENT],
    injectFault: async ({ wallet, handle, send }) =>
      send(modifyBody(await handle(), (body) => withoutNewest(body, wallet.now() - LIST_LAG_MS))),
  },
  'list-not-found': {
    description: 'responds to the list with 404',
    operations: [LIST_OUTGOING_PAYMENTS],
    injectFault: async () => Promise.reject(new ResourceError(404, 'Not Found')),
  },
  'distinct-payment-ids': {
    description: 'uses different ids for payments than for their quotes',
    operations: [CREATE_OUTGOING_PAYMENT],
  },
  'quote-reuse': {
    description: 'accepts several payments for one quote',
    operations: [CREATE_OUTGOING_PAYMENT],
  },
};
