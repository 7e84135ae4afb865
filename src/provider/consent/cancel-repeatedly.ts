import type { ProviderOptions } from '../options.js';
import { repeatedly } from '../repeatedly.js';
import type { Services } from '../services.js';
import { cancelGrantsAgain } from './cancel-again.js';

const EVERY = 60_000;

/** Asks silent wallets again at once and then every minute. @returns stops it, and waits for the round that is under way. */
export function cancelRepeatedly(services: Services, repeat: ProviderOptions['repeat']): () => Promise<void> {
  const cancel = () =>
    cancelGrantsAgain(services).catch((error: unknown) =>
      services.log.error({ err: error }, 'wallets could not be told that consents have ended'),
    );
  return repeatedly(cancel, EVERY, repeat);
}
