import { createHash } from 'node:crypto';
import type { Services } from '../core/services.js';
import type { ReplayGuard } from './replay-guard.js';

/**
 * Longer than the lifetime of a nonce on any node's clock: an older proof is already rejected because of its
 * nonce.
 */
const PROOF_LIFETIME_MS = 300_000;
/** Minimum interval between deletions of expired rows. */
const CLEANUP_INTERVAL_MS = 30_000;
const MAX_BATCH_SIZE = 500;

interface PendingCheck {
  hash: string;
  resolve: (isFirstUse: boolean) => void;
  reject: (error: unknown) => void;
}

/**
 * The proofs seen by all nodes that share one PostgreSQL database. Proofs that arrive during a lookup are
 * batched into one statement.
 */
export function createSharedReplayGuard({ write, now }: Pick<Services, 'write' | 'now'>): ReplayGuard {
  const queue: PendingCheck[] = [];
  let running = false;
  let cleanedUpAt = now();

  async function drainQueue(): Promise<void> {
    running = true;
    while (queue.length > 0) await answer(queue.splice(0, MAX_BATCH_SIZE));
    running = false;
  }

  async function answer(checks: PendingCheck[]): Promise<void> {
    const firstByHash = new Map(checks.toReversed().map((check) => [check.hash, check]));
    try {
      const inserted = await insertHashes([...firstByHash.keys()]);
      for (const check of checks)
        check.resolve(inserted.has(check.hash) && firstByHash.get(check.hash) === check);
    } catch (error) {
      for (const { reject } of checks) reject(error);
    }
  }

  function insertHashes(hashes: string[]): Promise<Set<string>> {
    const expires_at = BigInt(now() + PROOF_LIFETIME_MS);
    // Sorted, so that two nodes cannot deadlock.
    const rows = hashes.sort().map((hash) => ({ hash, expires_at }));
    const remove = now() - cleanedUpAt > CLEANUP_INTERVAL_MS;
    if (remove) cleanedUpAt = now();
    return write(
      async (transaction) => {
        if (remove)
          await transaction.deleteFrom('used_proof').where('expires_at', '<', BigInt(now())).execute();
        const inserted = await transaction
          .insertInto('used_proof')
          .values(rows)
          .onConflict((conflict) => conflict.doNothing())
          .returning('hash')
          .execute();
        return new Set(inserted.map(({ hash }) => hash));
      },
      { durable: false },
    );
  }

  return {
    isFirstUse: (sessionKey, jti) =>
      new Promise((resolve, reject) => {
        const hash = createHash('sha256').update(`${sessionKey} ${jti}`).digest('base64url');
        queue.push({ hash, resolve: resolve, reject: reject });
        if (!running) void drainQueue();
      }),
  };
}
