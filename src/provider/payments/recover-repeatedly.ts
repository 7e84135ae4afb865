import type { ProviderOptions } from '../options.js';
import { repeatedly } from '../repeatedly.js';
import type { Services } from '../services.js';
import { endClaimsOfEarlierProcess } from './claim-intent.js';
import { recoverUnclaimedIntents } from './recover-unclaimed-intents.js';

const EVERY = 10_000;

/** Recovers at once, what an earlier process left behind included, and then every ten seconds. @returns stops it, and waits for the round that is under way. */
export function recoverRepeatedly(
  services: Services,
  repeat: ProviderOptions['repeat'],
): () => Promise<void> {
  const start = services.now();
  let isFirst = true;
  const recover = async () => {
    try {
      if (isFirst) await endClaimsOfEarlierProcess(services, start);
      isFirst = false;
      await recoverUnclaimedIntents(services);
    } catch (error) {
      services.log.error({ err: error }, 'recovering payments failed');
    }
  };
  return repeatedly(recover, EVERY, repeat);
}
