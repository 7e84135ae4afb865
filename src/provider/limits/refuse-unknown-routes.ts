import type { FastifyReply, FastifyRequest } from 'fastify';
import { RelayProblem } from '../problem.js';

/** Before the body: what nobody handles is neither read nor parsed. */
export async function refuseUnknownRoutes(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (!request.is404) return;
  // The rest of an unread body would stand before the next request on this connection.
  if (hasBody(request)) reply.header('connection', 'close');
  throw unknownRoute(request);
}

export function unknownRoute({ method, url }: FastifyRequest): RelayProblem {
  return new RelayProblem('not-found', `${method} ${url.split('?')[0]} is not known here.`);
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
