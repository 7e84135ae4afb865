import type { StoredConnection } from '../core/connections.js';
import { CONSENTED_STATES } from '../../protocol/relay-messages.js';
import type { Transaction } from '../core/services.js';

/** True if the consent has expired and the connection's state does not show it yet. */
export function isConsentExpired({ state, consent_until }: StoredConnection, now: number): boolean {
  return (
    consent_until !== null && BigInt(now) >= consent_until && CONSENTED_STATES.some((one) => one === state)
  );
}

/**
 * Sets the connection to `reconnect` if its consent has expired, and returns the updated connection. The
 * grant remains until the next consent, because its token is needed to query the last payments.
 */
export async function expireConsent(
  transaction: Transaction,
  connection: StoredConnection,
  now: number,
): Promise<StoredConnection> {
  if (!isConsentExpired(connection, now)) return connection;
  const { id } = connection;
  await transaction
    .updateTable('connection')
    .set({ state: 'reconnect' })
    .where('id', '=', id)
    .where('state', 'in', CONSENTED_STATES)
    // Checked again, because the visitor may have consented again meanwhile.
    .where('consent_until', '<=', BigInt(now))
    .execute();
  return transaction.selectFrom('connection').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}
