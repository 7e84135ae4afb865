import type { FastifyRequest } from 'fastify';
import type { StoredConnection } from '../connections.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { UNBOUND } from './challenge.js';
import { readVisitor } from './visitor-cookie.js';

export type WithId = { Params: { id: string } };

/** @throws RelayProblem `not-found` */
export async function readConnection({ database }: Services, id: string): Promise<StoredConnection> {
  const found = await database.selectFrom('connection').selectAll().where('id', '=', id).executeTakeFirst();
  if (!found) throw new RelayProblem('not-found', 'There is no such connection.');
  return found;
}

/** @throws RelayProblem `not-found`, `form-invalid` */
export async function readWaitingConnection(services: Services, id: string): Promise<StoredConnection> {
  const connection = await readConnection(services, id);
  if (!UNBOUND.includes(connection.state)) throw alreadyAnswered();
  return connection;
}

export function alreadyAnswered(): RelayProblem {
  return new RelayProblem('form-invalid', 'This connection is not waiting for consent.');
}

/**
 * The connection, if it is this browser that it was bound in.
 * @throws RelayProblem `not-found`, `form-invalid`
 */
export async function readOwnConnection(
  services: Services,
  request: FastifyRequest<WithId>,
): Promise<{ connection: StoredConnection; visitor: string }> {
  const connection = await readConnection(services, request.params.id);
  const visitor = readVisitor(request, services.origin);
  if (visitor === null || connection.visitor !== visitor)
    throw new RelayProblem('form-invalid', 'This connection was not opened in this browser.');
  return { connection, visitor };
}
