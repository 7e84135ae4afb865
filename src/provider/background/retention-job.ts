import type { ProviderOptions } from '../services/options.js';
import { startBackgroundJob } from './background-job.js';
import type { ProviderServices } from '../services/provider-services.js';
import { createSweep } from '../retention/sweep.js';

const SWEEP_INTERVAL_MS = 60_000;

/** @returns a function that stops the job and waits for the current batch. */
export function startRetentionJob(
  services: ProviderServices,
  repeat: ProviderOptions['repeat'],
): () => Promise<void> {
  const { log, shutdownSignal } = services;
  const sweep = createSweep(services);
  let stopped = false;
  const round = () =>
    sweep(() => !stopped && !shutdownSignal.aborted).catch((error: unknown) =>
      log.warn({ err: error }, 'deleting old data failed'),
    );
  const stop = startBackgroundJob(round, SWEEP_INTERVAL_MS, repeat);
  return async () => {
    stopped = true;
    await stop();
  };
}
