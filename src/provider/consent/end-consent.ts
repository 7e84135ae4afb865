import type { StoredConnection } from '../connections.js';
import type { Transaction } from '../services.js';

const ENDING: StoredConnection['state'][] = ['active', 'out-of-funds', 'paused'];

/** True when the visitor's consent is over, and nobody has said so yet. */
export function isConsentOver({ state, consent_until }: StoredConnection, now: number): boolean {
  return consent_until !== null && BigInt(now) >= consent_until && ENDING.includes(state);
}

/**
 * The connection as of now: when the visitor's consent is over, nothing is paid before they have been asked again. The grant stays until then,
 * for what became of the last payments is asked with it.
 */
export async function endConsent(
  transaction: Transaction,
  connection: StoredConnection,
  now: number,
): Promise<StoredConnection> {
  if (!isConsentOver(connection, now)) return connection;
  const { id } = connection;
  await transaction
    .updateTable('connection')
    .set({ state: 'reconnect' })
    .where('id', '=', id)
    .where('state', 'in', ENDING)
    // As of now: the visitor may have consented anew since it was read.
    .where('consent_until', '<=', BigInt(now))
    .execute();
  return transaction.selectFrom('connection').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}
