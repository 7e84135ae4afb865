import type { Services } from '../services.js';
import type { StoredSession } from '../sessions.js';

/** An incoming payment that ends sooner may have ended before the payment is there. */
const MARGIN = 30_000;
/** Payments follow each other, and somebody waits for them. */
const MOST = 20;

/** The site's open sessions, the newest of each receiver: a reload leaves sessions behind, and several tabs have the same links. */
export async function readPayableSessions(
  { database, now }: Pick<Services, 'database' | 'now'>,
  connectionId: string,
  only?: readonly string[],
): Promise<StoredSession[]> {
  const sessions = await database
    .selectFrom('session')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('closed_at', 'is', null)
    .where('expires_at', '>', BigInt(now() + MARGIN))
    .orderBy('created_at', 'desc')
    .execute();
  const newest = new Map<string, StoredSession>();
  for (const session of sessions) {
    if (only && !only.includes(session.id)) continue;
    if (!newest.has(session.wallet_address)) newest.set(session.wallet_address, session);
  }
  return [...newest.values()].slice(0, MOST);
}
