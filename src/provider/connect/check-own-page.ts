import type { FastifyRequest } from 'fastify';
import { RelayProblem } from '../problem.js';

/**
 * Only the provider's own pages may call: no other site can act with a visitor's cookie.
 * Every browser that is still kept up says `Sec-Fetch-Site` to https; to http, where a provider stands on the developer's machine, not all do.
 */
export function checkOwnPage(origin: string) {
  const saysSite = origin.startsWith('https:');
  return async function checkOwnPage(request: FastifyRequest): Promise<void> {
    const { origin: sender, 'sec-fetch-site': site } = request.headers;
    const isRead = request.method === 'GET';
    const fromHere = sender === origin || (isRead && sender === undefined);
    const sameOrigin = site === 'same-origin' || (site === undefined && (isRead || !saysSite));
    if (!fromHere || !sameOrigin) throw new RelayProblem('origin-invalid');
  };
}
