import type { FastifyRequest } from 'fastify';
import { isLoopbackAddress } from '../../protocol/loopback.js';
import { RelayProblem } from '../core/relay-problem.js';
import { toRateLimitKey } from './ip-address.js';
import type { ProviderLimits } from './limits.js';
import { createKeyedRateLimit } from './keyed-rate-limit.js';

/** Every method throws RelayProblem `rate-limited` if the limit is exceeded. */
export interface RateLimiter {
  /** A relay call, before it is parsed. */
  checkCall(request: FastifyRequest): void;
  /** A relay call, after its proof was verified. */
  checkAuthenticatedCall(request: FastifyRequest): void;
  checkNewConnection(request: FastifyRequest): void;
  /** A consent request of a visitor's browser for a site. */
  checkConsentRequest(request: FastifyRequest, visitor: string, siteOrigin: string): void;
}

/**
 * Counts in this process only: `n` nodes together allow `n` times as much.
 * @param exemptLoopback skips the limits for loopback addresses, which a sandbox's own pages and tests use.
 */
export function createRateLimiter(
  limits: ProviderLimits,
  now: () => number,
  exemptLoopback: boolean,
): RateLimiter {
  const callsPerAddress = createKeyedRateLimit(limits.callsPerAddress, now);
  const callsPerKey = createKeyedRateLimit(limits.callsPerKey, now);
  const newConnections = createKeyedRateLimit(limits.newConnections, now);
  const consentsPerSite = createKeyedRateLimit(limits.consentsPerSite, now);
  const consentsPerVisitor = createKeyedRateLimit(limits.consentsPerVisitor, now);

  function check({ ip }: FastifyRequest, what: string, take: () => number): void {
    if (exemptLoopback && isLoopbackAddress(ip)) return;
    const waitMs = take();
    if (waitMs === 0) return;
    throw new RelayProblem('rate-limited', `Too many ${what}.`, { retryAfter: Math.ceil(waitMs / 1000) });
  }
  return {
    checkCall: (request) =>
      check(request, 'calls from this address', () => callsPerAddress.take(toRateLimitKey(request.ip))),
    checkAuthenticatedCall: (request) =>
      check(request, 'calls with this session key', () => callsPerKey.take(request.sessionKey)),
    checkNewConnection: (request) =>
      check(request, 'new connections from this address', () =>
        newConnections.take(toRateLimitKey(request.ip)),
      ),
    checkConsentRequest: (request, visitor, siteOrigin) =>
      check(
        request,
        'consent requests',
        () => consentsPerVisitor.take(visitor) || consentsPerSite.take(siteOrigin),
      ),
  };
}
