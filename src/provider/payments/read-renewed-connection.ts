import { type Caller, findConnection, type StoredConnection } from '../connections.js';
import { endConsent, isConsentOver } from '../consent/end-consent.js';
import type { Services } from '../services.js';
import { renewInterval } from './renew-interval.js';

/** The connection as of now: a page that asks after the interval's end must not read last month's "out of funds". */
export async function readRenewedConnection(
  services: Services,
  id: string,
  caller: Caller,
): Promise<StoredConnection> {
  return renewConnection(services, await findConnection(services, id, caller));
}

/** What was read, after what time has changed since: the budget's interval, the consent's end. */
export async function renewConnection(
  services: Pick<Services, 'database' | 'write' | 'now'>,
  stored: StoredConnection,
): Promise<StoredConnection> {
  const now = services.now();
  const connection = await renewInterval(services, stored);
  if (!isConsentOver(connection, now)) return connection;
  return services.write((transaction) => endConsent(transaction, connection, now));
}
