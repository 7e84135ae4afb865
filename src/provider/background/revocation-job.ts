import type { ProviderOptions } from '../services/options.js';
import { startBackgroundJob } from './background-job.js';
import type { ProviderServices } from '../services/provider-services.js';
import { retryRevocations } from '../wallet-grants/retry-revocations.js';

const RETRY_INTERVAL_MS = 60_000;

/**
 * Retries grant revocations that the wallets have not confirmed.
 * @returns a function that stops the job and waits for the current run.
 */
export function startRevocationJob(
  services: ProviderServices,
  repeat: ProviderOptions['repeat'],
): () => Promise<void> {
  const retry = () =>
    retryRevocations(services).catch((error: unknown) =>
      services.log.error({ err: error }, 'retrying grant revocations failed'),
    );
  return startBackgroundJob(retry, RETRY_INTERVAL_MS, repeat);
}
