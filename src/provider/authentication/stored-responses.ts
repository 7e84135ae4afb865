import type { Services } from '../core/services.js';

/** For calls that create something. */
export const RESPONSE_LIFETIME_MS: number = 24 * 3_600_000;
/** For ticks: pages retry at once or never, and every payment would store a response for a day. */
export const TICK_RESPONSE_LIFETIME_MS: number = 10 * 60_000;

export interface StoredResponse {
  /** Hash of the caller, the URL and the key. */
  id: string;
  /** Hash of the request body. */
  request: string;
  status: bigint;
  body: string;
  /** 1 for the response to a tick. */
  short_lived: bigint;
}

export interface StoredResponses {
  find(id: string): Promise<Omit<StoredResponse, 'short_lived'> | undefined>;
  store(response: StoredResponse): Promise<void>;
}

export function createStoredResponses({ database, write, now }: Services): StoredResponses {
  return {
    find: (id) =>
      database
        .selectFrom('idempotent_answer')
        .select(['id', 'request', 'status', 'body'])
        .where('id', '=', id)
        .where(({ or, and, eb }) => {
          const kept = (shortLived: bigint, lifetimeMs: number) =>
            and([eb('short_lived', '=', shortLived), eb('created_at', '>', BigInt(now() - lifetimeMs))]);
          return or([kept(0n, RESPONSE_LIFETIME_MS), kept(1n, TICK_RESPONSE_LIFETIME_MS)]);
        })
        .executeTakeFirst(),

    async store(response) {
      const row = { ...response, created_at: BigInt(now()) };
      // Not durable: if a power failure loses the response as well, the page finds out when it retries.
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
