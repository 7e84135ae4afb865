import type { Services } from '../../core/services.js';
import type { StoredSession } from '../../core/sessions.js';
import type { AmountTooSmall } from './send-create-quote-request.js';

/** Raises the session's minimum amount above `triedAmount`. Returns the updated session. */
export async function raiseMinSendAmount(
  { write }: Pick<Services, 'write'>,
  session: StoredSession,
  triedAmount: bigint,
  { minSendAmount }: AmountTooSmall,
): Promise<StoredSession> {
  // If the wallet's minimum is not above the tried amount, doubling avoids an endless loop.
  const raised = { min_send_amount: minSendAmount > triedAmount ? minSendAmount : triedAmount * 2n };
  await write((transaction) =>
    transaction.updateTable('session').set(raised).where('id', '=', session.id).execute(),
  );
  return { ...session, ...raised };
}
