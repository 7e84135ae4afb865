import type { RateLimit } from './limits.js';
import { fullAtAfterToken, msUntilToken } from './token-bucket.js';

/** If a generation exceeds this size, the older one is dropped early. Two generations take about 20 MB. */
const MAX_GENERATION_KEYS = 50_000;
const MINUTE_MS = 60_000;

export interface KeyedRateLimit {
  /**
   * Takes one token of `key`.
   * @returns 0, or the milliseconds until a token is available.
   */
  take(key: string): number;
}

/**
 * A full bucket equals no bucket, so a key without calls for a whole refill time can be dropped. Two
 * generations make dropping cheap: the older map is discarded.
 */
export function createKeyedRateLimit(
  { perMinute, burst }: RateLimit,
  now: () => number,
  maxGenerationKeys: number = MAX_GENERATION_KEYS,
): KeyedRateLimit {
  const tokenIntervalMs = MINUTE_MS / perMinute;
  const refillTimeMs = burst * tokenIntervalMs;
  const rate = { tokenIntervalMs, refillTimeMs };
  let current = new Map<string, number>();
  let previous = new Map<string, number>();
  let generationStartedAt = now();
  return {
    take(key) {
      const time = now();
      // Setting the clock back must not block callers.
      if (
        time - generationStartedAt > refillTimeMs ||
        time < generationStartedAt ||
        current.size >= maxGenerationKeys
      ) {
        [previous, current, generationStartedAt] = [current, new Map(), time];
      }
      const known = current.get(key) ?? previous.get(key) ?? 0;
      const waitMs = msUntilToken(rate, known, time);
      if (waitMs === 0) current.set(key, fullAtAfterToken(rate, known, time));
      return waitMs;
    },
  };
}
