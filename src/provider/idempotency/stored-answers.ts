import type { Services } from '../services.js';

/** Of what makes something. */
export const LIFETIME = 24 * 3_600_000;
/** Of ticks: pages ask again at once or never, and each payment would leave an answer for a day. */
export const BRIEF_LIFETIME = 10 * 60_000;

export interface StoredAnswer {
  /** Hash of the caller, the URL and the key. */
  id: string;
  /** Hash of the request's body. */
  request: string;
  status: bigint;
  body: string;
  /** 1: the answer to a tick. */
  brief: bigint;
}

export interface StoredAnswers {
  find(id: string): Promise<Omit<StoredAnswer, 'brief'> | undefined>;
  store(answer: StoredAnswer): Promise<void>;
}

export function createStoredAnswers({ database, write, now }: Services): StoredAnswers {
  return {
    find: (id) =>
      database
        .selectFrom('idempotent_answer')
        .select(['id', 'request', 'status', 'body'])
        .where('id', '=', id)
        .where(({ or, and, eb }) => {
          const kept = (brief: bigint, lifetime: number) =>
            and([eb('brief', '=', brief), eb('created_at', '>', BigInt(now() - lifetime))]);
          return or([kept(0n, LIFETIME), kept(1n, BRIEF_LIFETIME)]);
        })
        .executeTakeFirst(),

    async store(answer) {
      const row = { ...answer, created_at: BigInt(now()) };
      // Not worth a wait for the disk: who lost both answer and power finds out by asking again.
      await write(
        (transaction) =>
          transaction
            .insertInto('idempotent_answer')
            .values(row)
            .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
            .execute(),
        { durable: false },
      );
    },
  };
}
