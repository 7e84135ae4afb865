import { sql } from 'kysely';
import type { StoredSession } from '../../core/sessions.js';
import type { Transaction } from '../../core/services.js';
import type { Intent } from '../../core/intent-table.js';

/** A page replaces its session at least this long before the session expires. */
const REPLACE_BEFORE_EXPIRY_MS = 60_000;

/** Transfers the overreported amounts of the link's earlier sessions to its new session. */
export async function transferOverreported(
  transaction: Transaction,
  {
    connection_id,
    wallet_address,
    created_at: now,
  }: Pick<StoredSession, 'connection_id' | 'wallet_address' | 'created_at'>,
): Promise<Pick<StoredSession, 'overreported_sent' | 'overreported_received'> | undefined> {
  const overreported = await transaction
    .selectFrom('session')
    .select(['id', 'overreported_sent', 'overreported_received'])
    .where('connection_id', '=', connection_id)
    .where('wallet_address', '=', wallet_address)
    .where((column) =>
      column.or([
        column('closed_at', 'is not', null),
        column('expires_at', '<=', now + BigInt(REPLACE_BEFORE_EXPIRY_MS)),
      ]),
    )
    .where(sql<boolean>`overreported_sent + overreported_received > 0`)
    .forUpdate()
    .execute();
  if (overreported.length === 0) return undefined;
  await transaction
    .updateTable('session')
    .set({ overreported_sent: 0n, overreported_received: 0n })
    .where(
      'id',
      'in',
      overreported.map(({ id }) => id),
    )
    .execute();
  return {
    overreported_sent: overreported.reduce((sum, { overreported_sent }) => sum + overreported_sent, 0n),
    overreported_received: overreported.reduce((sum, session) => sum + session.overreported_received, 0n),
  };
}

/** The session that offsets this payment's overreported amount: its own while open, else the newest. */
export async function findCorrectingSession(
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
