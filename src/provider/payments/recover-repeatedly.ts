import { type Repeat, repeatByTimer } from '../repeat.js';
import type { Services } from '../services.js';
import { recoverUnclaimedIntents } from './recover-unclaimed-intents.js';

const EVERY = 10_000;

/** Recovers at once and then every ten seconds, never twice at the same time. @returns stops it, and waits for the round that is under way. */
export function recoverRepeatedly(services: Services, repeat: Repeat = repeatByTimer): () => Promise<void> {
  let running: Promise<void> | undefined;
  const round = () => {
    running ??= recoverUnclaimedIntents(services)
      .catch((error: unknown) => services.log.error({ err: error }, 'recovering payments failed'))
      .finally(() => (running = undefined));
  };
  round();
  const stop = repeat(round, EVERY);
  return async () => {
    stop();
    await running;
  };
}
