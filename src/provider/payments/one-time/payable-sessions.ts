import type { Services } from '../../core/services.js';
import type { StoredSession } from '../../core/sessions.js';

/** An incoming payment that expires sooner may expire before the payment arrives. */
const EXPIRY_MARGIN_MS = 30_000;
/** Payments are made one after another while the visitor waits. */
const MAX_SESSIONS = 20;

/**
 * Returns the newest open session of each receiver. Several sessions can have the same receiver, because
 * reloads leave sessions behind and several tabs contain the same links.
 */
export async function readPayableSessions(
  { database, now }: Pick<Services, 'database' | 'now'>,
  connectionId: string,
  sessionIds?: readonly string[],
): Promise<StoredSession[]> {
  const sessions = await database
    .selectFrom('session')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('closed_at', 'is', null)
    .where('expires_at', '>', BigInt(now() + EXPIRY_MARGIN_MS))
    .orderBy('created_at', 'desc')
    .execute();
  const newest = new Map<string, StoredSession>();
  for (const session of sessions) {
    if (sessionIds && !sessionIds.includes(session.id)) continue;
    if (!newest.has(session.wallet_address)) newest.set(session.wallet_address, session);
  }
  return [...newest.values()].slice(0, MAX_SESSIONS);
}
