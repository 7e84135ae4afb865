import type { ProviderOptions } from '../services/options.js';
import { markSpentUnverified } from '../budget/budget-state.js';
import { startBackgroundJob } from './background-job.js';
import type { Services } from '../core/services.js';
import type { ProviderServices } from '../services/provider-services.js';

/** Interval between two heartbeats of a node. */
const HEARTBEAT_INTERVAL_MS = 60_000;
/** After a longer gap, no node was running, or the database is an older copy that lacks recent payments. */
const MAX_HEARTBEAT_GAP_MS = 3 * HEARTBEAT_INTERVAL_MS;
const HEARTBEAT_ID = 1n;

/**
 * Writes a heartbeat. If the last heartbeat is minutes old, the database may be a restored, older copy. Then
 * the provider verifies each wallet's spent amount before it pays anything from that wallet
 * (payments/verify-spent.ts).
 */
export async function detectRestoredDatabase({
  write,
  now,
  log,
}: Pick<Services, 'write' | 'now' | 'log'>): Promise<void> {
  const at = BigInt(now());
  const unverified = await write(async (transaction) => {
    const last = await transaction
      .selectFrom('heartbeat')
      .select('at')
      .where('id', '=', HEARTBEAT_ID)
      .forUpdate()
      .executeTakeFirst();
    await transaction
      .insertInto('heartbeat')
      .values({ id: HEARTBEAT_ID, at })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ at }))
      .execute();
    // A missing heartbeat can mean a copy from before this table existed.
    if (last && at - last.at <= BigInt(MAX_HEARTBEAT_GAP_MS)) return 0n;
    return markSpentUnverified(transaction);
  });
  if (unverified > 0n)
    log.info({ connections: Number(unverified) }, 'spent amounts will be verified with the wallets');
}

/** @returns a function that stops the heartbeat and waits for the current run. */
export function startHeartbeat(
  services: ProviderServices,
  repeat: ProviderOptions['repeat'],
): () => Promise<void> {
  const beat = () =>
    detectRestoredDatabase(services).catch((error: unknown) =>
      services.log.error({ err: error }, 'writing the heartbeat failed'),
    );
  return startBackgroundJob(beat, HEARTBEAT_INTERVAL_MS, repeat);
}
