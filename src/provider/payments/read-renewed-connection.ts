import { type Caller, findConnection, type StoredConnection } from '../connections.js';
import { endConsent, isConsentOver } from '../consent/end-consent.js';
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
  const renews = connection.interval_end !== null && BigInt(now) >= connection.interval_end;
  if (!renews && !isConsentOver(connection, now)) return connection;
  return services.write(async (transaction) => {
    const stored = await transaction
      .selectFrom('connection')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return endConsent(transaction, await renewInterval(transaction, stored, now), now);
  });
}
