import type { FastifyInstance, FastifyRequest } from 'fastify';
import { convertScaledAmountToDecimal } from '../../protocol/amount.js';
import type {
  Connection,
  NothingDue,
  Payment,
  Problem,
  Session,
  SessionRequest,
} from '../../protocol/relay-messages.js';
import type { OpenLinks } from './open-links.js';
import type { NewPageEvent, PageEvents } from './page-events.js';

/** How long a page that was told of a failure may stay away. */
const BACKS_OFF = 60_000;
/** Not a failure: the page asks again with the nonce of the answer. */
const ROUTINE = 'nonce-required';

/** Tells what every answer of the relay means to the page that gets it. `server` is the relay's, without its routes yet. */
export function observeRelay(server: FastifyInstance, links: OpenLinks, events: PageEvents): void {
  server.addHook('onSend', async (request, { statusCode }, payload) => {
    const { routeOptions, method, answeredOnce } = request;
    // What is answered a second time has been told of the first time.
    if (routeOptions.url === undefined || method === 'OPTIONS' || answeredOnce?.isStored) return;
    const answer: unknown = typeof payload === 'string' && payload !== '' ? JSON.parse(payload) : {};
    const call = `${method} ${routeOptions.url} ${statusCode}`;
    const event = statusCode >= 400 ? failureOf(answer as Problem) : MEANINGS[call]?.(links, request, answer);
    const { id } = request.params as { id?: string };
    if (statusCode >= 400 && id !== undefined) links.ticked(id, BACKS_OFF);
    if (!event) return;
    const { origin } = request.headers;
    const link = 'link' in event ? event.link : hrefOf(links, request);
    events.tell({
      site: request.siteOrigin ?? origin ?? 'nobody',
      ...event,
      ...(link !== undefined && { link }),
    });
  });
}

type Told = NewPageEvent extends infer Event
  ? Event extends NewPageEvent
    ? Omit<Event, 'site'>
    : never
  : never;
type Meaning = (links: OpenLinks, request: FastifyRequest, answer: unknown) => Told | undefined;

const connection: Meaning = (_links, _request, answer) => ({
  event: 'connection',
  state: (answer as Connection).state,
});

/** By method, route and status. Whatever is not here is of no interest. */
const MEANINGS: Record<string, Meaning> = {
  'POST /relay/connections 200': connection,
  'POST /relay/connections 201': connection,
  'POST /relay/connections/:id/bind 200': connection,
  'DELETE /relay/connections/:id 204': () => ({ event: 'connection', state: 'revoked' }),
  'POST /relay/wallet-addresses 200': () => ({ event: 'load' }),
  'POST /relay/sessions 201': (links, request, answer) => {
    const { id: session, walletAddress } = answer as Session;
    const { connection: of, walletAddress: href } = request.body as SessionRequest;
    links.opened({
      ...{ session, connection: of, site: request.siteOrigin, href, walletAddress: walletAddress.id },
    });
    return undefined;
  },
  'POST /relay/sessions/:id/payments 201': (links, { params }, answer) => {
    const { debitAmount, incomingPayment, walletAddress, next } = answer as Payment;
    const { id } = params as { id: string };
    links.ticked(id, next);
    const { value, assetCode: currency, assetScale } = debitAmount;
    const amount = convertScaledAmountToDecimal(BigInt(value), assetScale);
    const link = links.find(id)?.href ?? walletAddress;
    return { event: 'monetization', link, amount, currency, incomingPayment };
  },
  'POST /relay/sessions/:id/payments 202': (links, { params }, answer) => {
    links.ticked((params as { id: string }).id, (answer as NothingDue).next);
    return undefined;
  },
  'DELETE /relay/sessions/:id 204': (links, { params }) => {
    const { id } = params as { id: string };
    const link = links.find(id)?.href;
    links.closed(id);
    return { event: 'end', ...(link !== undefined && { link }) };
  },
};

function failureOf({ code, title, detail, fix = '' }: Problem): Told | undefined {
  return code === ROUTINE ? undefined : { event: 'error', code, message: detail ?? title, fix };
}

/** The link that a call is about: the page names it, or the session that was made for it. */
function hrefOf(links: OpenLinks, { params, body }: FastifyRequest): string | undefined {
  const { walletAddress } = (body ?? {}) as { walletAddress?: unknown };
  if (typeof walletAddress === 'string') return walletAddress;
  return links.find((params as { id?: string }).id ?? '')?.href;
}
