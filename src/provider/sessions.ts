import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Caller } from './connections.js';
import { takeOver } from './payments/owing-session.js';
import { RelayProblem } from './problem.js';
import type { SessionTable } from './schema.js';
import type { Reader, Services, Transaction } from './services.js';

/** Open sessions of one connection, over all tabs. Reloads leave sessions behind, so the oldest gives way instead of the newest being refused. */
const MAX_OPEN_SESSIONS = 100;

export type StoredSession = Selectable<SessionTable>;

/** @throws RelayProblem `not-found` for an unknown id and for somebody else's. */
export async function findSession(
  { database }: Services,
  id: string,
  caller: Caller,
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

export function readSession(database: Reader, id: string): Promise<StoredSession> {
  return database.selectFrom('session').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

export async function storeSession(
  { write, now }: Services,
  session: Pick<StoredSession, 'connection_id' | 'wallet_address' | 'incoming_payment' | 'expires_at'>,
): Promise<string> {
  const id = randomUUID();
  const row = { ...session, id, created_at: BigInt(now()), closed_at: null };
  // A session that a power cut takes away is made again by its page.
  await write(
    async (transaction) => {
      const owed = await takeOver(transaction, row);
      await transaction
        .insertInto('session')
        .values({ ...row, ...owed })
        .execute();
      await closeSurplusSessions(transaction, session.connection_id, BigInt(now()));
    },
    { durable: false },
  );
  return id;
}

async function closeSurplusSessions(
  transaction: Transaction,
  connectionId: string,
  now: bigint,
): Promise<void> {
  const open = await transaction
    .selectFrom('session')
    .select('id')
    .where('connection_id', '=', connectionId)
    .where('closed_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .execute();
  const ids = open.slice(MAX_OPEN_SESSIONS).map(({ id }) => id);
  if (ids.length === 0) return;
  await transaction.updateTable('session').set({ closed_at: now }).where('id', 'in', ids).execute();
}
