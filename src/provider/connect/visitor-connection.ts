import type { FastifyRequest } from 'fastify';
import type { StoredConnection } from '../core/connections.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { ProviderServices } from '../services/provider-services.js';
import { BINDABLE_STATES } from './challenge.js';
import { readVisitor } from '../authentication/visitor-cookie.js';

export type IdRoute = { Params: { id: string } };

/** @throws RelayProblem `not-found` */
export async function requireConnection(
  { database }: ProviderServices,
  id: string,
): Promise<StoredConnection> {
  const found = await database.selectFrom('connection').selectAll().where('id', '=', id).executeTakeFirst();
  if (!found) throw new RelayProblem('not-found', 'There is no such connection.');
  return found;
}

/** @throws RelayProblem `not-found`, `form-invalid` */
export async function requireBindableConnection(
  services: ProviderServices,
  id: string,
): Promise<StoredConnection> {
  const connection = await requireConnection(services, id);
  if (!BINDABLE_STATES.includes(connection.state)) throw notAwaitingConsent();
  return connection;
}

export function notAwaitingConsent(): RelayProblem {
  return new RelayProblem('form-invalid', 'This connection is not waiting for consent.');
}

/**
 * The connection, if it was bound in this browser.
 * @throws RelayProblem `not-found`, `form-invalid`
 */
export async function requireVisitorConnection(
  services: ProviderServices,
  request: FastifyRequest<IdRoute>,
): Promise<{ connection: StoredConnection; visitor: string }> {
  const connection = await requireConnection(services, request.params.id);
  const visitor = readVisitor(request, services.origin);
  if (visitor === null || connection.visitor !== visitor)
    throw new RelayProblem('form-invalid', 'This connection was not opened in this browser.');
  return { connection, visitor };
}
