import type { Services } from '../services.js';

const LIFETIME = 24 * 3_600_000;
/** How often expired answers are deleted, along with storing one. */
const SWEEP = 10 * 60_000;

export interface StoredAnswer {
  /** Hash of the caller, the URL and the key. */
  id: string;
  /** Hash of the request's body. */
  request: string;
  status: bigint;
  body: string;
}

export interface StoredAnswers {
  find(id: string): Promise<StoredAnswer | undefined>;
  store(answer: StoredAnswer): Promise<void>;
}

export function createStoredAnswers({ database, write, now }: Services): StoredAnswers {
  let sweptAt = -Infinity;
  return {
    find: (id) =>
      database
        .selectFrom('idempotent_answer')
        .select(['id', 'request', 'status', 'body'])
        .where('id', '=', id)
        .where('created_at', '>', BigInt(now() - LIFETIME))
        .executeTakeFirst(),

    async store(answer) {
      const row = { ...answer, created_at: BigInt(now()) };
      const isSweep = now() - sweptAt > SWEEP;
      if (isSweep) sweptAt = now();
      // Not worth a wait for the disk: who lost both answer and power finds out by asking again.
      await write(
        async (transaction) => {
          await transaction
            .insertInto('idempotent_answer')
            .values(row)
            .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
            .execute();
          if (!isSweep) return;
          await transaction
            .deleteFrom('idempotent_answer')
            .where('created_at', '<=', BigInt(now() - LIFETIME))
            .execute();
        },
        { durable: false },
      );
    },
  };
}
