import { type RawBuilder, type Selectable, sql } from 'kysely';
import { CONSENTED_STATES } from '../../protocol/relay-messages.js';
import { budgetIntervalAt } from '../core/budget-interval.js';
import type { StoredConnection } from '../core/connections.js';
import type { WalletGrantTable } from '../core/database-schema.js';
import type { Intent } from '../core/intent-table.js';
import type { Transaction } from '../core/services.js';
import { UNFUNDED_AFTER_FAILURES } from './unfunded.js';

// All writes of a budget besides what payments reserve and spend (budget.ts): a consent, a new interval,
// changed limits, failed payments, a restored database.

/** The columns of a connection that a new consent replaces. */
export function newBudget(
  { budget, rate, interval }: Selectable<WalletGrantTable>,
  now: number,
): Partial<StoredConnection> {
  return {
    ...{ budget, rate, interval, lowered_budget: null },
    // Open payments were reserved under the earlier grant.
    ...{ spent: 0n, reserved: 0n, spent_unverified: 0n, failures: 0n },
    // Earlier visible time accrued at another rate and is not paid at this one.
    ...{ unpaid_ms: null, counted_until: BigInt(now) },
    ...budgetIntervalAt(interval, now),
  };
}

/**
 * Starts the interval that contains `now`, which resets `spent` and `out-of-funds`.
 * @returns the updated connection, or undefined if its interval has been renewed meanwhile.
 */
export function renewBudget(
  transaction: Transaction,
  { id, interval, interval_end: end }: StoredConnection,
  now: number,
): Promise<StoredConnection | undefined> {
  return transaction
    .updateTable('connection')
    .set({
      state: sql`CASE WHEN state = 'out-of-funds' THEN 'active' ELSE state END`,
      spent: 0n,
      ...budgetIntervalAt(interval, now),
    })
    .where('id', '=', id)
    .where('interval_end', '=', end)
    .returningAll()
    .executeTakeFirst();
}

/**
 * Applies the limits that the visitor has chosen.
 * @param state replaces the connection's state, if given.
 * @returns false if the connection has another grant or does not pay any more. A newer grant may allow less.
 */
export async function changeLimits(
  transaction: Transaction,
  { id, grantId }: { id: string; grantId: string },
  { budget, rate }: { budget: bigint; rate: bigint },
  state?: 'active',
): Promise<boolean> {
  // PostgreSQL cannot infer the type of an untyped parameter here.
  const chosen = sql`CAST(${budget} AS BIGINT)`;
  const { numUpdatedRows } = await transaction
    .updateTable('connection')
    .set({
      // Compares with the current row. The form may be out of date.
      budget: sql`CASE WHEN spent + reserved <= ${chosen} THEN ${chosen} ELSE spent + reserved END`,
      lowered_budget: sql`CASE WHEN spent + reserved <= ${chosen} THEN NULL ELSE ${chosen} END`,
      rate,
      // Time that accrued at a lower rate is not paid at a higher one.
      unpaid_ms: sql`CASE WHEN rate < CAST(${rate} AS BIGINT) AND unpaid_ms > 0 THEN 0 ELSE unpaid_ms END`,
      ...(state && { state }),
    })
    .where('id', '=', id)
    .where('grant_id', '=', grantId)
    .where('state', 'in', CONSENTED_STATES)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * Updates the number of consecutive payments that sent nothing.
 * @param ended completed payments of one connection, oldest first, and the amounts that they sent.
 */
export async function recordFailures(
  transaction: Transaction,
  ended: readonly { intent: Intent; sent: bigint }[],
): Promise<void> {
  const last = ended.at(-1);
  if (!last) return;
  const success = ended.findLastIndex(({ sent }) => sent > 0n);
  const since = sql<bigint>`CAST(${BigInt(ended.length - 1 - success)} AS BIGINT)`;
  const failures = success < 0 ? sql<bigint>`failures + ${since}` : since;
  await transaction
    .updateTable('connection')
    .set({ failures, state: stateAfter(failures) })
    .where('id', '=', last.intent.connection_id)
    .where('grant_id', 'is not distinct from', last.intent.grant_id)
    .where(sql<boolean>`failures <> ${failures}`)
    .execute();
}

function stateAfter(failures: RawBuilder<bigint>): RawBuilder<StoredConnection['state']> {
  return sql`CASE WHEN ${failures} >= ${UNFUNDED_AFTER_FAILURES} AND state = 'active' THEN 'out-of-funds'
    WHEN ${failures} < ${UNFUNDED_AFTER_FAILURES} AND failures >= ${UNFUNDED_AFTER_FAILURES} AND state = 'out-of-funds' THEN 'active' ELSE state END`;
}

/**
 * Marks all spent amounts as possibly too low, because the wallets may have made payments that the database
 * lacks.
 * @returns the number of connections.
 */
export async function markSpentUnverified(transaction: Transaction): Promise<bigint> {
  const { numUpdatedRows } = await transaction
    .updateTable('connection')
    .set({ spent_unverified: 1n })
    .where('grant_id', 'is not', null)
    .where('state', 'in', CONSENTED_STATES)
    .executeTakeFirst();
  return numUpdatedRows;
}
