import type { FastifyRequest } from 'fastify';
import { RelayProblem } from '../problem.js';

/** Only the provider's own pages may call: no other site can act with a visitor's cookie. */
export function checkOwnPage(origin: string) {
  return async function checkOwnPage(request: FastifyRequest): Promise<void> {
    const { origin: sender, 'sec-fetch-site': site } = request.headers;
    const fromHere = request.method === 'GET' ? sender === undefined || sender === origin : sender === origin;
    if (!fromHere || (site !== undefined && site !== 'same-origin')) throw new RelayProblem('origin-invalid');
  };
}
