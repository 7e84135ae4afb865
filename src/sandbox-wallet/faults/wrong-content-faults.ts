import { modifyBody, withForeignUrls, withWrongAmount, withWrongReceiver } from './modify-response.js';
import {
  CONTINUE_GRANT,
  CREATE_INCOMING_PAYMENT,
  CREATE_OUTGOING_PAYMENT,
  CREATE_QUOTE,
  ROTATE_TOKEN,
  type Fault,
} from './fault.js';

export type WrongContentFault = 'wrong-amount' | 'wrong-receiver' | 'foreign-urls';

/** The response is well-formed, but its content does not match the request. */
export const WRONG_CONTENT_FAULTS: Readonly<Record<WrongContentFault, Fault>> = {
  'wrong-amount': {
    description: 'returns a hundred times the debit amount',
    operations: [CREATE_QUOTE, CREATE_OUTGOING_PAYMENT],
    injectFault: async ({ handle, send }) => send(modifyBody(await handle(), withWrongAmount)),
  },
  'wrong-receiver': {
    description: 'returns a different receiver',
    operations: [CREATE_QUOTE, CREATE_OUTGOING_PAYMENT],
    injectFault: async ({ handle, send }) => send(modifyBody(await handle(), withWrongReceiver)),
  },
  'foreign-urls': {
    description: 'returns URLs at another origin: id, manage, continue',
    operations: [
      CREATE_QUOTE,
      CREATE_OUTGOING_PAYMENT,
      CREATE_INCOMING_PAYMENT,
      'POST /',
      CONTINUE_GRANT,
      ROTATE_TOKEN,
    ],
    injectFault: async ({ handle, send }) => send(modifyBody(await handle(), withForeignUrls)),
  },
};
