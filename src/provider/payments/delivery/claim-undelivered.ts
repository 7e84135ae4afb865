import type { Services } from '../../core/services.js';
import type { StoredSession } from '../../core/sessions.js';
import type { Intent } from '../../core/intent-table.js';
import { NOT_DURABLE } from '../../core/not-durable.js';

/** Delay until the tick that delivers the next undelivered payment. */
export const UNDELIVERED_RETRY_DELAY_MS = 200;

/**
 * Claims the session's oldest undelivered payment for the current response. Concurrent ticks never claim the
 * same payment. A repeated request gets the same response from idempotency-key.ts.
 * @param undelivered oldest first.
 */
export async function claimUndelivered(
  { write }: Pick<Services, 'write'>,
  session: Pick<StoredSession, 'id'>,
  undelivered: Intent[],
): Promise<Intent | undefined> {
  for (const intent of undelivered) {
    if (intent.session_id !== session.id) continue;
    const claimed = await write(
      (transaction) =>
        transaction
          .updateTable('intent')
          .set({ undelivered: 0n })
          .where('id', '=', intent.id)
          .where('undelivered', '=', 1n)
          // The row may have changed since it was read.
          .returningAll()
          .executeTakeFirst(),
      NOT_DURABLE,
    );
    if (claimed) return claimed;
  }
  return undefined;
}
