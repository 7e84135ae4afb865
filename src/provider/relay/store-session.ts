import { randomUUID } from 'node:crypto';
import type { Transaction } from '../core/services.js';
import type { ProviderServices } from '../services/provider-services.js';
import type { StoredSession } from '../core/sessions.js';
import { transferOverreported } from '../payments/delivery/overreported.js';

/** Maximum open sessions of a connection. Reloads leave sessions behind, so the oldest are closed. */
const MAX_OPEN_SESSIONS_PER_CONNECTION = 100;

export async function storeSession(
  { write, now }: ProviderServices,
  session: Pick<StoredSession, 'connection_id' | 'wallet_address' | 'incoming_payment' | 'expires_at'>,
): Promise<string> {
  const id = randomUUID();
  const row = { ...session, id, created_at: BigInt(now()), closed_at: null };
  // If a power cut loses a session, its page creates a new one.
  await write(
    async (transaction) => {
      const overreported = await transferOverreported(transaction, row);
      await transaction
        .insertInto('session')
        .values({ ...row, ...overreported })
        .execute();
      await closeSurplusSessions(transaction, session.connection_id, BigInt(now()));
    },
    { durable: false },
  );
  return id;
}

async function closeSurplusSessions(
  transaction: Transaction,
  connectionId: string,
  now: bigint,
): Promise<void> {
  const open = await transaction
    .selectFrom('session')
    .select('id')
    .where('connection_id', '=', connectionId)
    .where('closed_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .execute();
  const ids = open.slice(MAX_OPEN_SESSIONS_PER_CONNECTION).map(({ id }) => id);
  if (ids.length === 0) return;
  await transaction.updateTable('session').set({ closed_at: now }).where('id', 'in', ids).execute();
}
