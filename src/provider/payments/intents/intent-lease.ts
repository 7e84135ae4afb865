import type { Services } from '../../core/services.js';
import type { Intent } from '../../core/intent-table.js';
import { leaseFrom } from '../../core/tables/lease.js';
import { NOT_DURABLE } from '../../core/not-durable.js';
import { IS_UNFINISHED } from './unfinished-intents.js';

/**
 * Releases the leases from before this process started. Only for a database with a single process: its
 * earlier leases belong to a process that has ended.
 * @param start when this process started, in milliseconds since 1970.
 */
export async function releaseEarlierLeases(
  { write, now, readPoolCounts }: Pick<Services, 'write' | 'now' | 'readPoolCounts'>,
  start: number,
): Promise<void> {
  if (readPoolCounts) return;
  await write((transaction) =>
    transaction
      .updateTable('intent')
      .set({ leased_until: BigInt(now()) })
      .where(IS_UNFINISHED)
      .where('state', '=', 'submitting')
      .where('leased_until', '<', leaseFrom(start))
      .execute(),
  );
}

/** Leases an open intent to this node for recovery. Undefined if it was leased or completed meanwhile. */
export function acquireIntentLease(
  { write, now }: Pick<Services, 'write' | 'now'>,
  intent: Intent,
): Promise<Intent | undefined> {
  return write(
    (transaction) =>
      transaction
        .updateTable('intent')
        .set({ leased_until: leaseFrom(now()) })
        .where('id', '=', intent.id)
        .where('state', '=', 'submitting')
        .where('leased_until', '=', intent.leased_until)
        .returningAll()
        .executeTakeFirst(),
    NOT_DURABLE,
  );
}

/**
 * Releases the lease, so that the next tick on any node can recover the payment.
 * @param nextRecoveryAt earliest time of the next recovery, in milliseconds since 1970. Default: now.
 */
export async function releaseIntentLease(
  { write, now }: Pick<Services, 'write' | 'now'>,
  intent: Intent,
  nextRecoveryAt?: number,
): Promise<void> {
  const recovery = nextRecoveryAt !== undefined && {
    recover_at: BigInt(nextRecoveryAt),
    recover_attempts: intent.recover_attempts + 1n,
  };
  await write(
    (transaction) =>
      transaction
        .updateTable('intent')
        .set({ leased_until: BigInt(now()), ...recovery })
        .where('id', '=', intent.id)
        .where('state', '=', 'submitting')
        .where('leased_until', '=', intent.leased_until)
        .execute(),
    NOT_DURABLE,
  );
}
