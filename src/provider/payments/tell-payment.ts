import type { Services } from '../services.js';
import type { StoredSession } from '../sessions.js';
import { type Intent, NOT_DURABLE } from './intent-transitions.js';

/** How soon to tell of the next one. */
export const NEXT_WHILE_UNTOLD = 200;

/** Takes the oldest payment of the session that its page has not been told of. Each is given out once, whoever asks at the same moment; to ask again under the same key, see answer-once.ts. */
export async function takeUntold(
  { write }: Pick<Services, 'write'>,
  session: Pick<StoredSession, 'id'>,
  untold: Intent[],
): Promise<Intent | undefined> {
  for (const intent of untold) {
    if (intent.session_id !== session.id) continue;
    const told = await write(
      (transaction) =>
        transaction
          .updateTable('intent')
          .set({ untold: 0n })
          .where('id', '=', intent.id)
          .where('untold', '=', 1n)
          // What has become of it since it was read is told, too.
          .returningAll()
          .executeTakeFirst(),
      NOT_DURABLE,
    );
    if (told) return told;
  }
  return undefined;
}
