import { type RawBuilder, sql } from 'kysely';
import { USABLE_STATES } from '../../protocol/relay-messages.js';
import type { StoredConnection } from '../core/connections.js';
import type { Intent } from '../core/intent-table.js';
import type { Services, Transaction } from '../core/services.js';
import type { TimeColumns } from './accrued-time.js';
import { isUnfunded } from './unfunded.js';

// All writes of what payments reserve and spend. Each function is a single statement, so no row lock is
// needed. budget-state.ts and accrued-time.ts have the other writes of these columns. No other folder writes
// them.

/** The visible time that a streamed payment uses up. */
export interface SpentTime {
  set: TimeColumns;
  hasAccrued: RawBuilder<boolean>;
}

/**
 * Reserves an intent's amount if the budget suffices and nothing has changed since the connection was read.
 * @param time only for streamed payments, which count against the rate.
 * @returns false if nothing was reserved.
 */
export async function reserveBudget(
  transaction: Transaction,
  connection: StoredConnection,
  { debit_amount: amount, created_at }: Intent,
  time?: SpentTime,
): Promise<boolean> {
  let reserve = transaction
    .updateTable('connection')
    .set((column) => ({
      reserved: column('reserved', '+', amount),
      // A connection without money stays out of funds until something was sent.
      ...(!isUnfunded(connection) && { state: 'active' }),
      ...(time && { ...time.set, paid_at: created_at }),
    }))
    .where('id', '=', connection.id)
    .where('state', 'in', USABLE_STATES)
    .where('grant_id', 'is not distinct from', connection.grant_id)
    .where('interval_start', '=', connection.interval_start)
    .where((column) =>
      column(
        column('spent', '+', column.ref('reserved')),
        '<=',
        column(column.fn.coalesce('lowered_budget', 'budget'), '-', amount),
      ),
    );
  if (time) {
    reserve = reserve
      .where(time.hasAccrued)
      .where('paid_at', 'is not distinct from', connection.paid_at)
      .where('rate', '=', connection.rate);
  }
  const { numUpdatedRows } = await reserve.executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Frees the reserved amount of an intent that was not paid. */
export async function freeReservedBudget(transaction: Transaction, intent: Intent): Promise<void> {
  await ofGrant(transaction, intent)
    .set((column) => ({ reserved: column('reserved', '-', intent.debit_amount) }))
    .execute();
}

/**
 * Counts the intent's amount as spent, up to the budget. A payment of a replaced grant does not count.
 * @param reserved the reserved part of the amount.
 * @returns the interval that the amount counts in, or undefined if it does not count.
 */
export function spendBudget(
  transaction: Transaction,
  intent: Intent,
  reserved: bigint,
): Promise<Pick<StoredConnection, 'interval_start'> | undefined> {
  const amount = intent.debit_amount;
  return ofGrant(transaction, intent)
    .set((column) => ({
      reserved: column('reserved', '-', reserved),
      spent: sql`CASE WHEN spent + ${amount} <= budget - reserved + ${reserved} THEN spent + ${amount} ELSE budget - reserved + ${reserved} END`,
    }))
    .returning('interval_start')
    .executeTakeFirst();
}

/** Returns the unsent part of a failed payment, if its grant and interval are still current. */
export async function refundBudget(transaction: Transaction, intent: Intent, unsent: bigint): Promise<void> {
  await ofGrant(transaction, intent)
    .set({ spent: sql`CASE WHEN spent > ${unsent} THEN spent - ${unsent} ELSE 0 END` })
    .where('interval_start', '=', intent.interval_start)
    .execute();
}

/**
 * Raises the spent amount to what the wallet reports, which ends the state `spent_unverified`. The wallet may
 * already include the reserved amount. Counting it twice is safer than not at all.
 */
export async function raiseSpentBudget(
  transaction: Transaction,
  connection: StoredConnection,
  reported: bigint,
): Promise<void> {
  // PostgreSQL cannot infer the type of a standalone parameter.
  const amount = sql`CAST(${reported} AS BIGINT)`;
  const capped = sql`(CASE WHEN ${amount} <= budget - reserved THEN ${amount} ELSE budget - reserved END)`;
  await ofGrant(transaction, { connection_id: connection.id, grant_id: connection.grant_id })
    .set({
      spent_unverified: 0n,
      spent: sql`CASE WHEN spent >= ${capped} THEN spent ELSE ${capped} END`,
      // The accrued time may already be paid. Prepaid time (negative) remains owed.
      unpaid_ms: sql`CASE WHEN spent >= ${capped} OR unpaid_ms < 0 THEN unpaid_ms ELSE 0 END`,
    })
    .where('interval_start', '=', connection.interval_start)
    .execute();
}

/**
 * Marks the connection out of funds, unless a new consent has replaced the grant meanwhile.
 * @returns when the budget renews, in milliseconds since 1970, or null.
 */
export async function markOutOfFunds(
  { write }: Pick<Services, 'write'>,
  connectionId: string,
  grantId: string | null,
): Promise<bigint | null> {
  const connection = await write((transaction) =>
    ofGrant(transaction, { connection_id: connectionId, grant_id: grantId })
      .set({ state: 'out-of-funds' })
      .where('state', 'in', USABLE_STATES)
      .returning('interval_end')
      .executeTakeFirst(),
  );
  return connection?.interval_end ?? null;
}

/** The connection, as long as it uses this grant. */
function ofGrant(transaction: Transaction, grant: Pick<Intent, 'connection_id' | 'grant_id'>) {
  return transaction
    .updateTable('connection')
    .where('id', '=', grant.connection_id)
    .where('grant_id', 'is not distinct from', grant.grant_id);
}
