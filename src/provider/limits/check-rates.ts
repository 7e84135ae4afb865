import type { FastifyRequest } from 'fastify';
import { RelayProblem } from '../problem.js';
import { isLoopbackAddress, subscriberOf } from './caller-address.js';
import type { Limits } from './limits.js';
import { createTokenBuckets } from './token-buckets.js';

/** Each throws RelayProblem `rate-limited` when there have been too many. */
export interface RateChecks {
  /** A relay call, before anything of it is looked at. */
  call(request: FastifyRequest): void;
  /** A relay call, once its proof has told whose it is. */
  provenCall(request: FastifyRequest): void;
  newConnection(request: FastifyRequest): void;
  /** A visitor's browser asks a wallet for consent to a site. */
  consent(request: FastifyRequest, visitor: string, siteOrigin: string): void;
}

/**
 * Counts in this process: several nodes together allow as many times more.
 * @param spareLoopback in the sandbox this machine's own pages and tests are not counted.
 */
export function createRateChecks(limits: Limits, now: () => number, spareLoopback: boolean): RateChecks {
  const callsPerAddress = createTokenBuckets(limits.callsPerAddress, now);
  const callsPerKey = createTokenBuckets(limits.callsPerKey, now);
  const newConnections = createTokenBuckets(limits.newConnections, now);
  const consentsPerSite = createTokenBuckets(limits.consentsPerSite, now);
  const consentsPerVisitor = createTokenBuckets(limits.consentsPerVisitor, now);

  function check({ ip }: FastifyRequest, what: string, take: () => number): void {
    if (spareLoopback && isLoopbackAddress(ip)) return;
    const wait = take();
    if (wait === 0) return;
    throw new RelayProblem('rate-limited', `Too many ${what}.`, { retryAfter: Math.ceil(wait / 1000) });
  }
  return {
    call: (request) =>
      check(request, 'calls from this address', () => callsPerAddress.take(subscriberOf(request.ip))),
    provenCall: (request) =>
      check(request, 'calls of this visitor at this site', () => callsPerKey.take(request.sessionKey)),
    newConnection: (request) =>
      check(request, 'new connections from this address', () =>
        newConnections.take(subscriberOf(request.ip)),
      ),
    consent: (request, visitor, siteOrigin) =>
      check(
        request,
        'questions for consent',
        () => consentsPerVisitor.take(visitor) || consentsPerSite.take(siteOrigin),
      ),
  };
}
