import { GrantError, ResourceError } from '../errors.js';
import {
  changeBody,
  withEvilId,
  withoutNewest,
  withWrongAmount,
  withWrongReceiver,
} from './change-answer.js';
import { dribble, dropConnection, flood } from './deliver.js';
import {
  CONTINUE_GRANT,
  CREATE_INCOMING_PAYMENT,
  CREATE_OUTGOING_PAYMENT,
  CREATE_QUOTE,
  type Double,
  GET_OUTGOING_PAYMENT,
  LIST_INCOMING_PAYMENTS,
  LIST_OUTGOING_PAYMENTS,
  RESOURCE_OPERATIONS,
  ROTATE_TOKEN,
  type Scene,
} from './double.js';

const LATE = 30_000;
const LAG = 60_000;

const answerThenDrop = async ({ reply, answer }: Scene) => {
  await answer();
  dropConnection(reply);
};

const inactiveToken = (authServer: string) =>
  new ResourceError(403, 'Inactive Token', { wwwAuthenticate: `GNAP as_uri="${authServer}"` });

/** The switches of `/sandbox/doubles`. What they do, they do to whoever asks, until they are switched off or have had their times. */
export const DOUBLES = {
  'lost-201': {
    does: 'creates the payment, then drops the connection',
    at: [CREATE_OUTGOING_PAYMENT],
    play: answerThenDrop,
  },
  'late-201': {
    does: 'creates the payment, and says so 30 s later',
    at: [CREATE_OUTGOING_PAYMENT],
    async play({ wallet, answer, send }) {
      const created = await answer();
      await wallet.delay(LATE);
      return send(created);
    },
  },
  'dup-deliver': {
    does: 'gets the request twice, and answers the second',
    at: [CREATE_OUTGOING_PAYMENT],
    async play({ answer, send }) {
      await answer();
      return send(await answer());
    },
  },
  '500-after-create': {
    does: 'creates the payment, then answers 500',
    at: [CREATE_OUTGOING_PAYMENT],
    async play({ reply, answer }) {
      await answer();
      return reply.code(500).type('text/plain').send('Internal Server Error');
    },
  },
  'list-lags': {
    does: 'shows a payment only when it is a minute old',
    at: [LIST_OUTGOING_PAYMENTS, GET_OUTGOING_PAYMENT],
    play: async ({ wallet, answer, send }) =>
      send(changeBody(await answer(), (body) => withoutNewest(body, wallet.now() - LAG))),
  },
  'no-list': {
    does: 'lists nothing: 404',
    at: [LIST_OUTGOING_PAYMENTS],
    play: async () => Promise.reject(new ResourceError(404, 'Not Found')),
  },
  'own-ids': {
    does: 'gives payments ids of their own, not those of their quotes',
    at: [CREATE_OUTGOING_PAYMENT],
  },
  'quote-reuse': { does: 'pays a quote as often as it is asked to', at: [CREATE_OUTGOING_PAYMENT] },
  'wrong-amount': {
    does: 'names a hundred times the debit amount',
    at: [CREATE_QUOTE, CREATE_OUTGOING_PAYMENT],
    play: async ({ answer, send }) => send(changeBody(await answer(), withWrongAmount)),
  },
  'wrong-receiver': {
    does: 'names another receiver',
    at: [CREATE_QUOTE, CREATE_OUTGOING_PAYMENT],
    play: async ({ answer, send }) => send(changeBody(await answer(), withWrongReceiver)),
  },
  'evil-id': {
    does: 'answers with URLs at another origin: id, manage, continue',
    at: [
      CREATE_QUOTE,
      CREATE_OUTGOING_PAYMENT,
      CREATE_INCOMING_PAYMENT,
      'POST /',
      CONTINUE_GRANT,
      ROTATE_TOKEN,
    ],
    play: async ({ answer, send }) => send(changeBody(await answer(), withEvilId)),
  },
  'rotate-drop': {
    does: 'rotates the token, then drops the connection',
    at: [ROTATE_TOKEN],
    play: answerThenDrop,
  },
  'continue-drop': {
    does: 'continues the grant, then drops the connection',
    at: [CONTINUE_GRANT],
    play: answerThenDrop,
  },
  'too-fast': {
    does: 'says that every continuation is too fast',
    at: [CONTINUE_GRANT],
    play: async () =>
      Promise.reject(new GrantError(400, 'too_fast', 'continued grant faster than "wait" period')),
  },
  'expired-token': {
    does: 'says 403 "Inactive Token"',
    at: RESOURCE_OPERATIONS,
    play: async ({ wallet }) => Promise.reject(inactiveToken(wallet.authServer)),
  },
  'invalid-token': {
    does: 'says 401 "Invalid Token", as some wallets do of an expired one',
    at: RESOURCE_OPERATIONS,
    play: async ({ wallet }) =>
      Promise.reject(
        new ResourceError(401, 'Invalid Token', { wwwAuthenticate: `GNAP as_uri="${wallet.authServer}"` }),
      ),
  },
  'bad-as-uri': {
    does: 'says 403 "Inactive Token" and names an authorization server elsewhere',
    at: [...RESOURCE_OPERATIONS, LIST_INCOMING_PAYMENTS],
    play: async () => Promise.reject(inactiveToken('https://evil.example/auth')),
  },
  '429': {
    does: 'says 429 with Retry-After: 30',
    play: async ({ reply }) =>
      reply.code(429).header('retry-after', '30').type('text/plain').send('Too Many Requests'),
  },
  'slow-body': {
    does: 'answers, one byte a second',
    play: async ({ wallet, reply, answer }) => dribble(reply, (await answer()).body, wallet),
  },
  'huge-body': { does: 'answers 256 MiB of white space', play: async ({ reply }) => flood(reply) },
  'html-200': {
    does: 'answers 200 with a web page',
    play: async ({ reply }) =>
      reply.type('text/html; charset=utf-8').send('<!doctype html><title>Hello</title>'),
  },
  'redirect-loopback': {
    does: 'redirects to http://127.0.0.1:1/',
    play: async ({ reply }) => reply.redirect('http://127.0.0.1:1/', 302),
  },
  partial: { does: 'sends half of the payment, then fails it', at: [CREATE_OUTGOING_PAYMENT] },
  'no-money': {
    does: 'creates the payment, then cancels it: the account has no money',
    at: [CREATE_OUTGOING_PAYMENT],
  },
  slippage: {
    does: 'quotes as over the network: a hundredth less arrives, in whole units, and no more is sent than that takes',
    at: [CREATE_QUOTE, CREATE_OUTGOING_PAYMENT],
  },
  'one-arrives': {
    does: 'quotes that one unit arrives, whatever is sent below a thousand',
    at: [CREATE_QUOTE, CREATE_OUTGOING_PAYMENT],
  },
  'quote-limit': {
    does: 'quotes no more than a thousand units: 400 "invalid amount"',
    at: [CREATE_QUOTE, CREATE_OUTGOING_PAYMENT],
  },
  'fail-later': { does: 'creates the payment, then fails it', at: [CREATE_OUTGOING_PAYMENT] },
} as const satisfies Readonly<Record<string, Double>>;

export type DoubleName = keyof typeof DOUBLES;

export function isDoubleName(name: string): name is DoubleName {
  return Object.hasOwn(DOUBLES, name);
}
