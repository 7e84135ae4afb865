import type { FastifyInstance, FastifyRequest } from 'fastify';
import { convertScaledAmountToDecimal } from '../../protocol/amount.js';
import type { Connection, NothingDue, Payment, Problem, Session } from '../../protocol/relay-messages.js';
import { getBody, getParams } from '../../server/validated-request.js';
import { IdParamsSchema, SessionRequestSchema } from '../core/message-schemas.js';
import type { OpenLinks } from './open-links.js';
import type { NewPageEvent, PageEventStream } from './page-events.js';

/** Longest delay of a page after a failure. */
const MAX_BACK_OFF_MS = 60_000;
/** Not a failure: the page retries with the nonce of the response. */
const IGNORED_ERROR_CODE = 'nonce-required';

/**
 * Publishes an event for every relay response that matters to a page. `server` is the relay's server; it must
 * not have routes yet.
 */
export function observeRelay(server: FastifyInstance, links: OpenLinks, events: PageEventStream): void {
  server.addHook('onSend', async (request, { statusCode }, payload) => {
    const { routeOptions, method, idempotency } = request;
    // A replayed response has already been published.
    if (routeOptions.url === undefined || method === 'OPTIONS' || idempotency?.isStored) return;
    const answer: unknown = typeof payload === 'string' && payload !== '' ? JSON.parse(payload) : {};
    const call = `${method} ${routeOptions.url} ${statusCode}`;
    const event =
      statusCode >= 400 ? toErrorEvent(answer as Problem) : EVENTS_BY_CALL[call]?.(links, request, answer);
    const { id } = request.params as { id?: string };
    if (statusCode >= 400 && id !== undefined) links.recordTick(id, MAX_BACK_OFF_MS);
    if (!event) return;
    const { origin } = request.headers;
    const link = 'link' in event ? event.link : findHref(links, request);
    events.publish({
      site: request.siteOrigin ?? origin ?? 'nobody',
      ...event,
      ...(link !== undefined && { link }),
    });
  });
}

type RelayEvent = NewPageEvent extends infer Event
  ? Event extends NewPageEvent
    ? Omit<Event, 'site'>
    : never
  : never;
type ToRelayEvent = (links: OpenLinks, request: FastifyRequest, answer: unknown) => RelayEvent | undefined;

const toConnectionEvent: ToRelayEvent = (_links, _request, answer) => ({
  event: 'connection',
  state: (answer as Connection).state,
});

/** By method, route and status. Other responses publish no event. */
const EVENTS_BY_CALL: Record<string, ToRelayEvent> = {
  'POST /relay/connections 200': toConnectionEvent,
  'POST /relay/connections 201': toConnectionEvent,
  'POST /relay/connections/:id/bind 200': toConnectionEvent,
  'DELETE /relay/connections/:id 204': () => ({ event: 'connection', state: 'revoked' }),
  'POST /relay/wallet-addresses 200': () => ({ event: 'load' }),
  'POST /relay/sessions 201': (links, request, answer) => {
    const { id: session, walletAddress } = answer as Session;
    const { connection: of, walletAddress: href } = getBody(request, SessionRequestSchema);
    links.add({
      ...{ session, connection: of, site: request.siteOrigin, href, walletAddress: walletAddress.id },
    });
    return undefined;
  },
  'POST /relay/sessions/:id/payments 201': (links, request, answer) => {
    const { debitAmount, incomingPayment, walletAddress, next } = answer as Payment;
    const { id } = getParams(request, IdParamsSchema);
    links.recordTick(id, next);
    const { value, assetCode: currency, assetScale } = debitAmount;
    const amount = convertScaledAmountToDecimal(BigInt(value), assetScale);
    const link = links.find(id)?.href ?? walletAddress;
    return { event: 'monetization', link, amount, currency, incomingPayment };
  },
  'POST /relay/sessions/:id/payments 202': (links, request, answer) => {
    links.recordTick(getParams(request, IdParamsSchema).id, (answer as NothingDue).next);
    return undefined;
  },
  'DELETE /relay/sessions/:id 204': (links, request) => {
    const { id } = getParams(request, IdParamsSchema);
    const link = links.find(id)?.href;
    links.remove(id);
    return { event: 'end', ...(link !== undefined && { link }) };
  },
};

function toErrorEvent({ code, title, detail, fix = '' }: Problem): RelayEvent | undefined {
  return code === IGNORED_ERROR_CODE ? undefined : { event: 'error', code, message: detail ?? title, fix };
}

/** The link of a call: named by the page, or by the session of the call. */
function findHref(links: OpenLinks, { params, body }: FastifyRequest): string | undefined {
  const { walletAddress } = (body ?? {}) as { walletAddress?: unknown };
  if (typeof walletAddress === 'string') return walletAddress;
  return links.find((params as { id?: string }).id ?? '')?.href;
}
