import type { Selectable } from 'kysely';
import type { RelayCaller } from './connections.js';
import { RelayProblem } from './relay-problem.js';
import type { SessionTable } from './database-schema.js';
import type { ProviderReader, Services } from './services.js';

export type StoredSession = Selectable<SessionTable>;

/** @throws RelayProblem `not-found` if the id is unknown or belongs to another caller. */
export async function findSession(
  { database }: Services,
  id: string,
  caller: RelayCaller,
): Promise<StoredSession> {
  const session = await database
    .selectFrom('session')
    .innerJoin('connection', 'connection.id', 'session.connection_id')
    .selectAll('session')
    .where('session.id', '=', id)
    .where('connection.session_key', '=', caller.sessionKey)
    .where('connection.origin', '=', caller.siteOrigin)
    .executeTakeFirst();
  if (!session) throw new RelayProblem('not-found', 'This page has no such session.');
  return session;
}

export function readSession(database: ProviderReader, id: string): Promise<StoredSession> {
  return database.selectFrom('session').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}
