import { sql } from 'kysely';
import type { StoredConnection } from '../connections.js';
import type { Services } from '../services.js';
import { budgetIntervalAt } from './budget-interval.js';
import { readConnection } from './payer.js';

/** The connection in the interval that now is: at its beginning nothing is spent, and who was out of funds is not any more. */
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
  // Another tick, or another node, has renewed it in the meantime.
  return renewed ?? readConnection(database, id);
}
