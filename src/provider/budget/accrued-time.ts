import type { RawBuilder } from 'kysely';
import type { StoredConnection } from '../core/connections.js';
import type { Transaction } from '../core/services.js';

// The writes of the visible time that payments accrue in. A streamed payment uses it up in `reserveBudget`,
// in the same statement as its amount. payments/accrual computes the columns.

/** The columns of a connection's visible time that a statement changes. */
export type TimeColumns = Partial<Record<'visible_ms' | 'counted_until' | 'unpaid_ms', RawBuilder<bigint>>>;

/** Adds visible time without a payment. */
export async function addVisibleTime(
  transaction: Transaction,
  { id, grant_id }: StoredConnection,
  columns: TimeColumns,
): Promise<void> {
  await transaction
    .updateTable('connection')
    .set(columns)
    .where('id', '=', id)
    .where('grant_id', 'is not distinct from', grant_id)
    .execute();
}

/** Drops accrued time, unless another payment has been planned since the connection was read. */
export async function dropAccruedTime(
  transaction: Transaction,
  { id, paid_at: before }: StoredConnection,
  columns: TimeColumns,
  now: number,
): Promise<void> {
  await transaction
    .updateTable('connection')
    .set({ ...columns, paid_at: BigInt(now) })
    .where('id', '=', id)
    .where('paid_at', 'is not distinct from', before)
    .execute();
}
