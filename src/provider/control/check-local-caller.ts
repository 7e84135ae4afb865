import type { FastifyRequest } from 'fastify';
import { isLocalCaller } from '../../server/local-caller.js';
import { RelayProblem } from '../core/relay-problem.js';

/**
 * Checks that the caller is a program on this machine, and no web page.
 * @throws RelayProblem `not-found`, so that other callers do not learn that the route exists.
 */
export function checkLocalCaller(ownOrigin: string) {
  return async function checkLocalCaller(request: FastifyRequest): Promise<void> {
    const { origin, 'sec-fetch-site': from } = request.headers;
    // Browsers send `none` for URLs that a user typed.
    const isPage = origin !== undefined || (from !== undefined && from !== 'none');
    if (isLocalCaller(request, ownOrigin) && !isPage) return;
    throw new RelayProblem(
      'not-found',
      'Only programs on the same machine as the sandbox can call this, web pages cannot.',
    );
  };
}
