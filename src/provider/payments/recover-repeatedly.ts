import type { ProviderOptions } from '../options.js';
import { repeatedly } from '../repeatedly.js';
import type { Services } from '../services.js';
import { recoverUnclaimedIntents } from './recover-unclaimed-intents.js';

const EVERY = 10_000;

/** Recovers at once and then every ten seconds. @returns stops it, and waits for the round that is under way. */
export function recoverRepeatedly(
  services: Services,
  repeat: ProviderOptions['repeat'],
): () => Promise<void> {
  const recover = () =>
    recoverUnclaimedIntents(services).catch((error: unknown) =>
      services.log.error({ err: error }, 'recovering payments failed'),
    );
  return repeatedly(recover, EVERY, repeat);
}
