import type { FastifyRequest } from 'fastify';
import { getParams } from '../../server/validated-request.js';
import type { StoredConnection } from '../core/connections.js';
import { IdParamsSchema } from '../core/message-schemas.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { ProviderServices } from '../services/provider-services.js';
import { BINDABLE_STATES } from './challenge.js';
import { readVisitor } from '../authentication/visitor-cookie.js';

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
  request: FastifyRequest,
): Promise<StoredConnection> {
  const connection = await requireConnection(services, getParams(request, IdParamsSchema).id);
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
  request: FastifyRequest,
): Promise<{ connection: StoredConnection; visitor: string }> {
  const connection = await requireConnection(services, getParams(request, IdParamsSchema).id);
  const visitor = readVisitor(request, services.origin);
  if (visitor === null || connection.visitor !== visitor)
    throw new RelayProblem('form-invalid', 'This connection was not opened in this browser.');
  return { connection, visitor };
}
