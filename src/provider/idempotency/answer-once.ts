import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { createStoredAnswers } from './stored-answers.js';

/** As long as a payment takes that goes well. */
const ASK_AGAIN_SECONDS = 1;
/** Successes. A refusal has changed nothing, and a 202 has nothing to tell: both may be otherwise next time. */
const KEPT = new Set([200, 201, 204]);
const TICK = /^\/relay\/sessions\/[^/]+\/payments/;

// https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header
// Differs from the spec: the key need not be a quoted string.
/**
 * A call with an `Idempotency-Key` has its effect once: who repeats it within a day, a tick within ten minutes, gets the same answer. A key belongs to a session key at a
 * site, and to a URL. While the first is worked on, others get 409; that is known to this process only, what was answered to all.
 */
export function answerOnce(server: FastifyInstance, services: Services): void {
  const answers = createStoredAnswers(services);
  const inFlight = new Map<string, string>();

  // The body has been read by now, and the proof has told whose it is.
  server.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    if (key === undefined || request.method === 'GET' || !request.sessionKey) return;
    const [id, body] = [hash(callOf(request, key)), hash(request.body ?? null)];
    const other = inFlight.get(id);
    if (other !== undefined) throw other === body ? inFlightProblem() : reusedProblem();
    inFlight.set(id, body);
    request.answeredOnce = { id, request: body };
    const stored = await answers.find(id);
    if (!stored) return;
    request.answeredOnce.isStored = true;
    if (stored.request !== body) throw reusedProblem();
    reply.code(Number(stored.status));
    return stored.body === ''
      ? reply.send()
      : reply.type('application/json; charset=utf-8').send(stored.body);
  });

  // Of the errors' answers, too.
  server.addHook('onSend', async ({ answeredOnce, log, url }, { statusCode }, payload) => {
    if (!answeredOnce) return;
    const { id, request, isStored } = answeredOnce;
    if (isStored || !KEPT.has(statusCode)) return void inFlight.delete(id);
    const body = typeof payload === 'string' ? payload : '';
    // Nobody waits for it, and without it the answer is as true.
    answers
      .store({ id, request, status: BigInt(statusCode), body, brief: TICK.test(url) ? 1n : 0n })
      .catch((error: unknown) => log.warn({ err: error }, 'an answer could not be kept'))
      .finally(() => inFlight.delete(id));
  });
}

function callOf({ sessionKey, siteOrigin, method, url }: FastifyRequest, key: string | string[]) {
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new RelayProblem('request-invalid', '"Idempotency-Key" must have 1 to 255 visible characters.');
  }
  return [sessionKey, siteOrigin, method, url.split('?')[0], key];
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}

function inFlightProblem(): RelayProblem {
  return new RelayProblem('request-in-flight', undefined, { retryAfter: ASK_AGAIN_SECONDS });
}

function reusedProblem(): RelayProblem {
  return new RelayProblem('idempotency-key-reused');
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by {@link answerOnce} when the call has a key. */
    answeredOnce?: { id: string; request: string; isStored?: true };
  }
}
