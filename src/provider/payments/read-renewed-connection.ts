import { type Caller, findConnection, type StoredConnection } from '../connections.js';
import type { Services } from '../services.js';
import { renewInterval } from './plan-payment.js';

/** The connection as of now: a page that asks after the interval's end must not read last month's "out of funds". */
export async function readRenewedConnection(
  services: Services,
  id: string,
  caller: Caller,
): Promise<StoredConnection> {
  const connection = await findConnection(services, id, caller);
  const now = services.now();
  if (connection.interval_end === null || BigInt(now) < connection.interval_end) return connection;
  return services.write(async (transaction) =>
    renewInterval(
      transaction,
      await transaction.selectFrom('connection').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
      now,
    ),
  );
}
