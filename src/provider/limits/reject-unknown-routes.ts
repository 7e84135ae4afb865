import type { FastifyReply, FastifyRequest } from 'fastify';
import { RelayProblem } from '../core/relay-problem.js';

/** Runs before the body is read: bodies of unknown routes are neither read nor parsed. */
export async function rejectUnknownRoutes(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (!request.is404) return;
  // Otherwise the rest of the unread body would precede the next request on this connection.
  if (hasBody(request)) reply.header('connection', 'close');
  throw unknownRouteProblem(request);
}

export function unknownRouteProblem({ method, url }: FastifyRequest): RelayProblem {
  return new RelayProblem('not-found', `${method} ${url.split('?')[0]} is not a route of this provider.`);
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
