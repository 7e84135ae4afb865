import type { Services } from '../../core/services.js';
import type { StoredSession } from '../../core/sessions.js';
import { NOT_DURABLE } from '../../core/not-durable.js';

/** Raises the session's minimum efficient amount. Returns the updated session. */
export async function raiseMinEfficientAmount(
  { write }: Pick<Services, 'write'>,
  session: StoredSession,
  minEfficientAmount: bigint,
): Promise<StoredSession> {
  const raised = { min_efficient_amount: minEfficientAmount };
  await write(
    (transaction) => transaction.updateTable('session').set(raised).where('id', '=', session.id).execute(),
    NOT_DURABLE,
  );
  return { ...session, ...raised };
}
