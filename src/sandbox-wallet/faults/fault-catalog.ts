import { GrantError, ResourceError } from '../core/errors.js';
import {
  modifyBody,
  withForeignUrls,
  withoutNewest,
  withWrongAmount,
  withWrongReceiver,
} from './modify-response.js';
import { sendByteByByte, dropConnection, sendEndlessBody } from './broken-responses.js';
import {
  CONTINUE_GRANT,
  CREATE_INCOMING_PAYMENT,
  CREATE_OUTGOING_PAYMENT,
  CREATE_QUOTE,
  type Fault,
  GET_OUTGOING_PAYMENT,
  LIST_INCOMING_PAYMENTS,
  LIST_OUTGOING_PAYMENTS,
  RESOURCE_OPERATIONS,
  ROTATE_TOKEN,
  type FaultContext,
} from './fault.js';

const RESPONSE_DELAY_MS = 30_000;
const LIST_LAG_MS = 60_000;

const handleThenDrop = async ({ reply, handle }: FaultContext) => {
  await handle();
  dropConnection(reply);
};

const inactiveTokenError = (authServer: string) =>
  new ResourceError(403, 'Inactive Token', { wwwAuthenticate: `GNAP as_uri="${authServer}"` });

/**
 * The faults of `/sandbox/faults`. An active fault affects every client until it is cleared or its `times`
 * are used up.
 */
export const FAULTS = {
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
  'drop-after-rotate': {
    description: 'rotates the token, then drops the connection',
    operations: [ROTATE_TOKEN],
    injectFault: handleThenDrop,
  },
  'drop-after-continue': {
    description: 'continues the grant, then drops the connection',
    operations: [CONTINUE_GRANT],
    injectFault: handleThenDrop,
  },
  'too-fast': {
    description: 'rejects every continuation as too fast',
    operations: [CONTINUE_GRANT],
    injectFault: async () =>
      Promise.reject(new GrantError(400, 'too_fast', 'continued grant faster than "wait" period')),
  },
  'expired-token': {
    description: 'responds with 403 "Inactive Token"',
    operations: RESOURCE_OPERATIONS,
    injectFault: async ({ wallet }) => Promise.reject(inactiveTokenError(wallet.authServer)),
  },
  'invalid-token': {
    description: 'responds with 401 "Invalid Token", as some wallets do for an expired token',
    operations: RESOURCE_OPERATIONS,
    injectFault: async ({ wallet }) =>
      Promise.reject(
        new ResourceError(401, 'Invalid Token', { wwwAuthenticate: `GNAP as_uri="${wallet.authServer}"` }),
      ),
  },
  'bad-as-uri': {
    description: 'responds with 403 "Inactive Token" and a different authorization server',
    operations: [...RESOURCE_OPERATIONS, LIST_INCOMING_PAYMENTS],
    injectFault: async () => Promise.reject(inactiveTokenError('https://evil.example/auth')),
  },
  '429': {
    description: 'responds with 429 and Retry-After: 30',
    injectFault: async ({ reply }) =>
      reply.code(429).header('retry-after', '30').type('text/plain').send('Too Many Requests'),
  },
  'slow-body': {
    description: 'responds at one byte per second',
    injectFault: async ({ wallet, reply, handle }) => sendByteByByte(reply, (await handle()).body, wallet),
  },
  'huge-body': {
    description: 'responds with 256 MiB of white space',
    injectFault: async ({ reply }) => sendEndlessBody(reply),
  },
  'html-200': {
    description: 'responds with 200 and an HTML page',
    injectFault: async ({ reply }) =>
      reply.type('text/html; charset=utf-8').send('<!doctype html><title>Hello</title>'),
  },
  'redirect-loopback': {
    description: 'redirects to http://127.0.0.1:1/',
    injectFault: async ({ reply }) => reply.redirect('http://127.0.0.1:1/', 302),
  },
  partial: { description: 'sends half of the payment, then fails it', operations: [CREATE_OUTGOING_PAYMENT] },
  'insufficient-funds': {
    description: 'creates the payment, then cancels it: insufficient funds',
    operations: [CREATE_OUTGOING_PAYMENT],
  },
  slippage: {
    description:
      'quotes as over a network: 1 % less arrives, in whole units, and only what that costs is sent',
    operations: [CREATE_QUOTE, CREATE_OUTGOING_PAYMENT],
  },
  'one-unit-received': {
    description: 'quotes that one unit arrives, for every debit amount below a thousand',
    operations: [CREATE_QUOTE, CREATE_OUTGOING_PAYMENT],
  },
  'quote-limit': {
    description: 'rejects quotes above a thousand units: 400 "invalid amount"',
    operations: [CREATE_QUOTE, CREATE_OUTGOING_PAYMENT],
  },
  'fail-settlement': {
    description: 'creates the payment, then fails it',
    operations: [CREATE_OUTGOING_PAYMENT],
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}
