import type { Services } from '../../services.js';
import type { StoredSession } from '../../sessions.js';
import { NOT_DURABLE } from '../intent-transitions.js';

/** The session, after a quote has shown that of less too much is lost. */
export async function raiseWorthwhileAmount(
  { write }: Pick<Services, 'write'>,
  session: StoredSession,
  worthwhile: bigint,
): Promise<StoredSession> {
  const raised = { worthwhile_amount: worthwhile };
  await write(
    (transaction) => transaction.updateTable('session').set(raised).where('id', '=', session.id).execute(),
    NOT_DURABLE,
  );
  return { ...session, ...raised };
}
