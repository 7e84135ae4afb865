import { sql, type SqlBool } from 'kysely';
import { exponentialDelay } from '../../protocol/retry-delay.js';
import { forEachWithConcurrencyPerWallet } from '../core/for-each-with-concurrency-per-wallet.js';
import type { GrantServices } from './access-tokens.js';
import { sendCancelGrantRequest } from './send-cancel-grant-request.js';

/** Grants per round, longest overdue first. */
const BATCH_SIZE = 500;
const MINUTE_MS = 60_000;
const MAX_RETRY_DELAY_MS = 24 * 60 * MINUTE_MS;

/** Identical to the index's condition. Otherwise SQLite does not use the partial index. */
const IS_REVOKING = sql<SqlBool>`(state = 'revoking')`;

/**
 * Retries revocations that the wallets have not confirmed, with exponential backoff from one minute to one
 * day, until the consent would have expired. Each attempt is made by one node only.
 */
export async function retryRevocations(services: GrantServices): Promise<void> {
  const { database, now, log } = services;
  const due = await database
    .selectFrom('wallet_grant')
    .select(['id', 'continue_uri', 'continue_token', 'resource_server', 'revoke_at', 'revoke_attempts'])
    .where(IS_REVOKING)
    .where('revoke_at', '<=', BigInt(now()))
    .where(({ or, eb }) => or([eb('consent_until', 'is', null), eb('consent_until', '>', BigInt(now()))]))
    .orderBy('revoke_at')
    .limit(BATCH_SIZE)
    .execute();
  await forEachWithConcurrencyPerWallet(services, due, async (grant) => {
    try {
      if (await scheduleNextAttempt(services, grant)) await sendCancelGrantRequest(services, grant);
    } catch (error) {
      log.warn({ err: error, grant: grant.id }, 'a wallet has not confirmed a revocation yet');
    }
  });
}

/**
 * Schedules the next attempt before the current one starts. So a crash does not lose it, and no other node
 * makes the same attempt.
 * @returns false if another node makes this attempt.
 */
async function scheduleNextAttempt(
  { write, now }: GrantServices,
  { id, revoke_at, revoke_attempts }: { id: string; revoke_at: bigint; revoke_attempts: bigint },
): Promise<boolean> {
  const delayMs = exponentialDelay(Number(revoke_attempts), 2 * MINUTE_MS, MAX_RETRY_DELAY_MS);
  const { numUpdatedRows } = await write((transaction) =>
    transaction
      .updateTable('wallet_grant')
      .set({ revoke_at: BigInt(now() + delayMs), revoke_attempts: revoke_attempts + 1n })
      .where('id', '=', id)
      .where('state', '=', 'revoking')
      .where('revoke_at', '=', revoke_at)
      .executeTakeFirst(),
  );
  return numUpdatedRows === 1n;
}
