import { sql } from 'kysely';
import type { StoredConnection } from '../core/connections.js';
import type { Services } from '../core/services.js';
import { budgetIntervalAt } from '../core/budget-interval.js';
import { readConnection } from '../core/payer.js';

/** Starts the current budget interval if the stored one is over. This resets `spent` and `out-of-funds`. */
export async function renewInterval(
  { database, write, now }: Pick<Services, 'database' | 'write' | 'now'>,
  connection: StoredConnection,
): Promise<StoredConnection> {
  const { id, interval, interval_end: end } = connection;
  if (end === null || BigInt(now()) < end) return connection;
  const renewed = await write((transaction) =>
    transaction
      .updateTable('connection')
      .set({
        state: sql`CASE WHEN state = 'out-of-funds' THEN 'active' ELSE state END`,
        spent: 0n,
        ...budgetIntervalAt(interval, now()),
      })
      .where('id', '=', id)
      .where('interval_end', '=', end)
      .returningAll()
      .executeTakeFirst(),
  );
  // Another tick or another node renewed it first.
  return renewed ?? readConnection(database, id);
}
