import type { StoredConnection } from '../core/connections.js';
import type { Services } from '../core/services.js';
import { readConnection } from '../core/payer.js';
import { renewBudget } from './budget-state.js';

/** Starts the current budget interval if the stored one is over. */
export async function renewInterval(
  { database, write, now }: Pick<Services, 'database' | 'write' | 'now'>,
  connection: StoredConnection,
): Promise<StoredConnection> {
  const { id, interval_end: end } = connection;
  if (end === null || BigInt(now()) < end) return connection;
  const renewed = await write((transaction) => renewBudget(transaction, connection, now()));
  // Another tick or another node renewed it first.
  return renewed ?? readConnection(database, id);
}
