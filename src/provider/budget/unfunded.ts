import { sql } from 'kysely';
import type { StoredConnection } from '../core/connections.js';
import type { Transaction } from '../core/services.js';
import type { Intent } from '../core/intent-table.js';

/**
 * After this many consecutive payments that sent nothing, the provider assumes that the wallet has no money.
 * Open Payments does not report why a payment failed.
 */
export const UNFUNDED_AFTER_FAILURES = 3n;
/** Interval between two probe payments to a wallet without money. */
export const PROBE_INTERVAL_MS = 60_000;

export function isUnfunded({ failures }: Pick<StoredConnection, 'failures'>): boolean {
  return failures >= UNFUNDED_AFTER_FAILURES;
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
  const since = BigInt(ended.length - 1 - success);
  const failures =
    success < 0 ? sql<bigint>`failures + CAST(${since} AS BIGINT)` : sql<bigint>`CAST(${since} AS BIGINT)`;
  await transaction
    .updateTable('connection')
    .set({
      failures,
      state: sql`CASE WHEN ${failures} >= ${UNFUNDED_AFTER_FAILURES} AND state = 'active' THEN 'out-of-funds'
        WHEN ${failures} < ${UNFUNDED_AFTER_FAILURES} AND failures >= ${UNFUNDED_AFTER_FAILURES} AND state = 'out-of-funds' THEN 'active' ELSE state END`,
    })
    .where('id', '=', last.intent.connection_id)
    .where('grant_id', 'is not distinct from', last.intent.grant_id)
    .where(sql<boolean>`failures <> ${failures}`)
    .execute();
}
