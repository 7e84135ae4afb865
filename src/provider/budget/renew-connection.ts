import type { StoredConnection } from '../core/connections.js';
import { expireConsent, isConsentExpired } from './expire-consent.js';
import type { Services } from '../core/services.js';
import { renewInterval } from './renew-interval.js';

/** Starts a new budget interval and ends the consent, if either is due. Returns the updated connection. */
export async function renewConnection(
  services: Pick<Services, 'database' | 'write' | 'now'>,
  stored: StoredConnection,
): Promise<StoredConnection> {
  const now = services.now();
  const connection = await renewInterval(services, stored);
  if (!isConsentExpired(connection, now)) return connection;
  return services.write((transaction) => expireConsent(transaction, connection, now));
}
