import type { FastifyRequest } from 'fastify';
import { isLoopbackAddress, isLoopbackHostHeader } from '../../protocol/loopback.js';
import { RelayProblem } from '../core/relay-problem.js';

/**
 * Checks the caller:
 * - the connection comes from this machine, and `Host` is a loopback name
 * - the request does not come from a web page
 *
 * @throws RelayProblem `not-found`, so that other callers do not learn that the route exists.
 */
export async function checkLocalCaller({ ip, headers }: FastifyRequest): Promise<void> {
  const { host = '', origin, 'sec-fetch-site': from } = headers;
  const isLocal = isLoopbackAddress(ip) && isLoopbackHostHeader(host);
  // Browsers send `none` for URLs that a user typed.
  const isPage = origin !== undefined || (from !== undefined && from !== 'none');
  if (isLocal && !isPage) return;
  throw new RelayProblem(
    'not-found',
    'Only programs on the same machine as the sandbox can call this, web pages cannot.',
  );
}
