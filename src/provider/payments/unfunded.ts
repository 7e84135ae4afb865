import { sql } from 'kysely';
import type { StoredConnection } from '../connections.js';
import type { Transaction } from '../services.js';
import type { Intent } from './move-intent.js';

/** After so many payments in a row that sent nothing, the visitor's wallet is taken to have no money. Open Payments has no word for why one has failed. */
export const UNFUNDED_AFTER = 3n;
/** So often (milliseconds) it is tried whether there is money again. */
export const PROBE_EVERY = 60_000;

export function isUnfunded({ failures }: Pick<StoredConnection, 'failures'>): boolean {
  return failures >= UNFUNDED_AFTER;
}

/**
 * Counts payments in a row that sent nothing.
 * @param ended payments of one connection, oldest first, and what they have sent.
 */
export async function countFailures(
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
      state: sql`CASE WHEN ${failures} >= ${UNFUNDED_AFTER} AND state = 'active' THEN 'out-of-funds'
        WHEN ${failures} < ${UNFUNDED_AFTER} AND failures >= ${UNFUNDED_AFTER} AND state = 'out-of-funds' THEN 'active' ELSE state END`,
    })
    .where('id', '=', last.intent.connection_id)
    .where('grant_id', 'is not distinct from', last.intent.grant_id)
    .where(sql<boolean>`failures <> ${failures}`)
    .execute();
}
