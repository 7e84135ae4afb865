import type { Services } from '../services.js';
import type { StoredSession } from '../sessions.js';
import type { TooSmall } from './quote-payment.js';

/** The session, after the wallet has said that `tried` does not arrive. */
export async function raiseMinSendAmount(
  { write }: Pick<Services, 'write'>,
  session: StoredSession,
  tried: bigint,
  { minSendAmount }: TooSmall,
): Promise<StoredSession> {
  // A wallet that names no more than was tried would be asked the same for ever.
  const raised = { min_send_amount: minSendAmount > tried ? minSendAmount : tried * 2n };
  await write((transaction) =>
    transaction.updateTable('session').set(raised).where('id', '=', session.id).execute(),
  );
  return { ...session, ...raised };
}
