import { sql } from 'kysely';
import type { StoredSession } from '../sessions.js';
import type { Transaction } from '../services.js';
import type { Intent } from './move-intent.js';

/** A page replaces its session so long (milliseconds) before its end, or sooner. */
const REPLACED_BEFORE = 60_000;

/** What the link's events have told too much under its earlier sessions is owed by the events of the new one. */
export async function takeOver(
  transaction: Transaction,
  {
    connection_id,
    wallet_address,
    created_at: now,
  }: Pick<StoredSession, 'connection_id' | 'wallet_address' | 'created_at'>,
): Promise<Pick<StoredSession, 'told_too_much' | 'told_too_much_received'> | undefined> {
  const owing = await transaction
    .selectFrom('session')
    .select(['id', 'told_too_much', 'told_too_much_received'])
    .where('connection_id', '=', connection_id)
    .where('wallet_address', '=', wallet_address)
    .where((column) =>
      column.or([
        column('closed_at', 'is not', null),
        column('expires_at', '<=', now + BigInt(REPLACED_BEFORE)),
      ]),
    )
    .where(sql<boolean>`told_too_much + told_too_much_received > 0`)
    .forUpdate()
    .execute();
  if (owing.length === 0) return undefined;
  await transaction
    .updateTable('session')
    .set({ told_too_much: 0n, told_too_much_received: 0n })
    .where(
      'id',
      'in',
      owing.map(({ id }) => id),
    )
    .execute();
  return {
    told_too_much: owing.reduce((sum, { told_too_much }) => sum + told_too_much, 0n),
    told_too_much_received: owing.reduce((sum, session) => sum + session.told_too_much_received, 0n),
  };
}

/** The session whose events make good what that of this payment has told too much: its own while it is open, else the link's newest. */
export async function findOwingSession(
  transaction: Transaction,
  { connection_id, session_id }: Intent,
  now: number,
): Promise<string> {
  const open = await transaction
    .selectFrom('session')
    .select('id')
    .where('connection_id', '=', connection_id)
    .where('wallet_address', '=', (select) =>
      select.selectFrom('session').select('wallet_address').where('id', '=', session_id),
    )
    .where('closed_at', 'is', null)
    .where('expires_at', '>', BigInt(now))
    .orderBy(sql`CASE WHEN id = ${session_id} THEN 0 ELSE 1 END`)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return open?.id ?? session_id;
}
