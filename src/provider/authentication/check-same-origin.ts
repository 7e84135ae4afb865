import type { FastifyRequest } from 'fastify';
import { RelayProblem } from '../core/relay-problem.js';

/**
 * Only the provider's own pages may call, so that no other site can use a visitor's cookie. All current
 * browsers send `Sec-Fetch-Site` to https origins. To http origins, such as a local provider, not all of them
 * do.
 */
export function checkSameOrigin(origin: string) {
  const requiresFetchMetadata = origin.startsWith('https:');
  return async function checkSameOrigin(request: FastifyRequest): Promise<void> {
    const { origin: sender, 'sec-fetch-site': site } = request.headers;
    const isRead = request.method === 'GET';
    const isOwnOrigin = sender === origin || (isRead && sender === undefined);
    const isSameOriginFetch =
      site === 'same-origin' || (site === undefined && (isRead || !requiresFetchMetadata));
    if (!isOwnOrigin || !isSameOriginFetch) throw new RelayProblem('origin-invalid');
  };
}
