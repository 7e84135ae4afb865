import type { Services } from '../core/services.js';
import { DELETE_BATCH_SIZE } from './batch-size.js';

const DAY_MS = 86_400_000;

export interface SessionCursor {
  expires_at: bigint;
  id: string;
}

/**
 * Deletes a batch of sessions that expired more than a day ago and have no payments. Sessions with payments
 * are deleted with them. The cursor avoids scanning those sessions in every round.
 * @param cursor where the last batch ended.
 * @returns where this batch ended, or the same `cursor` object if there are no more sessions.
 */
export async function sweepSessions(
  { write, now }: Pick<Services, 'write' | 'now'>,
  cursor: SessionCursor,
): Promise<SessionCursor> {
  return write(
    async (transaction) => {
      const page = await transaction
        .selectFrom('session')
        .select(['expires_at', 'id'])
        .where('expires_at', '>=', cursor.expires_at)
        .where('expires_at', '<=', BigInt(now() - DAY_MS))
        .where(({ or, eb }) => or([eb('expires_at', '>', cursor.expires_at), eb('id', '>', cursor.id)]))
        .orderBy('expires_at')
        .orderBy('id')
        .limit(DELETE_BATCH_SIZE)
        .execute();
      if (page.length === 0) return cursor;
      await transaction
        .deleteFrom('session')
        .where(
          'id',
          'in',
          page.map(({ id }) => id),
        )
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('intent').select('intent.id').whereRef('session_id', '=', 'session.id'))),
        )
        .execute();
      return page.at(-1) as SessionCursor;
    },
    { durable: false },
  );
}
