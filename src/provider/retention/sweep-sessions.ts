import type { Services } from '../services.js';
import { BATCH } from './batch.js';

const DAY = 86_400_000;

export interface Place {
  expires_at: bigint;
  id: string;
}

/**
 * Deletes the sessions that ended more than a day ago and paid nothing. Those that paid stay as long as their payments, and are looked at once,
 * not in each round: `from` is how far the round before has come.
 * @returns how far this one came; there is no more when it is `from`.
 */
export async function sweepSessions(
  { write, now }: Pick<Services, 'write' | 'now'>,
  from: Place,
): Promise<Place> {
  return write(
    async (transaction) => {
      const page = await transaction
        .selectFrom('session')
        .select(['expires_at', 'id'])
        .where('expires_at', '>=', from.expires_at)
        .where('expires_at', '<=', BigInt(now() - DAY))
        .where(({ or, eb }) => or([eb('expires_at', '>', from.expires_at), eb('id', '>', from.id)]))
        .orderBy('expires_at')
        .orderBy('id')
        .limit(BATCH)
        .execute();
      if (page.length === 0) return from;
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
      return page.at(-1) as Place;
    },
    { durable: false },
  );
}
