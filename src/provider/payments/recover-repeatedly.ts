import type { ProviderOptions } from '../options.js';
import type { Services } from '../services.js';
import { recoverUnclaimedIntents } from './recover-unclaimed-intents.js';

/** Runs `work` every so many milliseconds; returns what stops it. */
export type Repeat = (work: () => void, milliseconds: number) => () => void;

const EVERY = 10_000;

/** Recovers at once and then every ten seconds, never twice at the same time. @returns stops it, and waits for the round that is under way. */
export function recoverRepeatedly(
  services: Services,
  repeat: ProviderOptions['repeat'] = repeatByTimer,
): () => Promise<void> {
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

function repeatByTimer(work: () => void, milliseconds: number): () => void {
  const timer = setInterval(work, milliseconds).unref();
  return () => clearInterval(timer);
}
