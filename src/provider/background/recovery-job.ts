import type { ProviderOptions } from '../services/options.js';
import { startBackgroundJob } from './background-job.js';
import type { ProviderServices } from '../services/provider-services.js';
import { releaseEarlierLeases } from '../payments/intents/intent-lease.js';
import { recoverUnleasedIntents } from '../payments/recovery/recover-unleased-intents.js';

const RECOVERY_INTERVAL_MS = 10_000;

/**
 * Recovers payments, starting with those of an earlier process.
 * @returns a function that stops the job and waits for the current run.
 */
export function startRecoveryJob(
  services: ProviderServices,
  repeat: ProviderOptions['repeat'],
): () => Promise<void> {
  const start = services.now();
  let isFirst = true;
  const recover = async () => {
    try {
      if (isFirst) await releaseEarlierLeases(services, start);
      isFirst = false;
      await recoverUnleasedIntents(services);
    } catch (error) {
      services.log.error({ err: error }, 'recovering payments failed');
    }
  };
  return startBackgroundJob(recover, RECOVERY_INTERVAL_MS, repeat);
}
