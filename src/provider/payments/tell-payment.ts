import type { Services } from '../services.js';
import type { StoredSession } from '../sessions.js';
import { type Intent, NOT_DURABLE } from './intent-transitions.js';

/** How soon to tell of the next one. */
export const NEXT_WHILE_UNTOLD = 200;

/**
 * Takes the oldest payment of the session that its page has not been told of. Each is given out once, whoever asks at the same moment: an answer
 * that gets lost on its way to the page is not repeated, for then nobody could say that no page hears of a payment twice.
 */
export async function takeUntold(
  { write }: Pick<Services, 'write'>,
  session: Pick<StoredSession, 'id'>,
  untold: Intent[],
): Promise<Intent | undefined> {
  for (const intent of untold) {
    if (intent.session_id !== session.id) continue;
    const { numUpdatedRows } = await write(
      (transaction) =>
        transaction
          .updateTable('intent')
          .set({ untold: 0n })
          .where('id', '=', intent.id)
          .where('untold', '=', 1n)
          .executeTakeFirst(),
      NOT_DURABLE,
    );
    if (numUpdatedRows === 1n) return intent;
  }
  return undefined;
}
