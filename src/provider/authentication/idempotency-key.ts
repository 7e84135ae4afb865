import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RelayProblem } from '../core/relay-problem.js';
import type { Services } from '../core/services.js';
import { createStoredResponses } from './stored-responses.js';

/** The typical duration of a successful payment. */
const RETRY_AFTER_S = 1;
/**
 * Only successes. Errors have changed nothing and a 202 carries no result, so a retry may return something
 * different.
 */
const REPLAYABLE_STATUSES = new Set([200, 201, 204]);
const TICK_URL = /^\/relay\/sessions\/[^/]+\/payments/;

// https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header
// Differs from the spec: the key need not be a quoted string.
/**
 * A call with an `Idempotency-Key` takes effect once. A repetition gets the stored response: for a day, or
 * for ten minutes in case of a tick. A key is scoped to a session key, a site and a URL.
 * While the first call is in progress, repetitions get 409. Calls in progress are known to this process only;
 * stored responses are shared by all nodes.
 */
export function handleIdempotencyKeys(server: FastifyInstance, services: Services): void {
  const storedResponses = createStoredResponses(services);
  const inFlight = new Map<string, string>();

  // In `preHandler`, the body is parsed and the proof is verified.
  server.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    if (key === undefined || request.method === 'GET' || !request.sessionKey) return;
    const [id, body] = [hashJson(idempotencyScope(request, key)), hashJson(request.body ?? null)];
    const other = inFlight.get(id);
    if (other !== undefined) throw other === body ? inFlightProblem() : reusedProblem();
    inFlight.set(id, body);
    request.idempotency = { id, request: body };
    const stored = await storedResponses.find(id);
    if (!stored) return;
    request.idempotency.isStored = true;
    if (stored.request !== body) throw reusedProblem();
    reply.code(Number(stored.status));
    return stored.body === ''
      ? reply.send()
      : reply.type('application/json; charset=utf-8').send(stored.body);
  });

  // `onSend` runs for error responses, too.
  server.addHook('onSend', async ({ idempotency, log, url }, { statusCode }, payload) => {
    if (!idempotency) return;
    const { id, request, isStored } = idempotency;
    if (isStored || !REPLAYABLE_STATUSES.has(statusCode)) return void inFlight.delete(id);
    const body = typeof payload === 'string' ? payload : '';
    // Not awaited: the response is valid even if it cannot be stored.
    storedResponses
      .store({ id, request, status: BigInt(statusCode), body, short_lived: TICK_URL.test(url) ? 1n : 0n })
      .catch((error: unknown) =>
        log.warn({ err: error }, 'could not store a response for its Idempotency-Key'),
      )
      .finally(() => inFlight.delete(id));
  });
}

function idempotencyScope({ sessionKey, siteOrigin, method, url }: FastifyRequest, key: string | string[]) {
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new RelayProblem('request-invalid', '"Idempotency-Key" must have 1 to 255 visible characters.');
  }
  return [sessionKey, siteOrigin, method, url.split('?')[0], key];
}

function hashJson(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}

function inFlightProblem(): RelayProblem {
  return new RelayProblem('request-in-flight', undefined, { retryAfter: RETRY_AFTER_S });
}

function reusedProblem(): RelayProblem {
  return new RelayProblem('idempotency-key-reused');
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by {@link handleIdempotencyKeys} when the call has a key. */
    idempotency?: { id: string; request: string; isStored?: true };
  }
}
