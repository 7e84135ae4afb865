import type { ProviderOptions } from '../options.js';
import { repeatedly } from '../repeatedly.js';
import type { Services } from '../services.js';
import { createSweep } from './sweep.js';

const EVERY = 60_000;

/** Sweeps at once and then every minute. @returns stops it, and waits for the batch that is under way. */
export function sweepRepeatedly(services: Services, repeat: ProviderOptions['repeat']): () => Promise<void> {
  const { log, stopping } = services;
  const sweep = createSweep(services);
  let stopped = false;
  const round = () =>
    sweep(() => !stopped && !stopping.aborted).catch((error: unknown) =>
      log.warn({ err: error }, 'what is old could not be deleted'),
    );
  const stop = repeatedly(round, EVERY, repeat);
  return async () => {
    stopped = true;
    await stop();
  };
}
