import type { Rate } from './limits.js';

/** Beyond this many keys in one generation the older one goes early: two of them are about 20 MB. */
const GENERATION_SIZE = 50_000;
const MINUTE = 60_000;

export interface TokenBuckets {
  /** Takes one token of `key`. Answers 0, or how many milliseconds it will be until there is one. */
  take(key: string): number;
}

/**
 * A bucket is one number: when it will be full again (the generic cell rate algorithm, ITU-T I.371). A full bucket is the same as none, so
 * whatever nobody touched for the time that filling takes is forgotten: two generations, and forgetting is dropping a map.
 */
export function createTokenBuckets(
  { perMinute, burst }: Rate,
  now: () => number,
  generationSize = GENERATION_SIZE,
): TokenBuckets {
  const interval = MINUTE / perMinute;
  const fillingTakes = burst * interval;
  let young = new Map<string, number>();
  let old = new Map<string, number>();
  let bornAt = now();
  return {
    take(key) {
      const time = now();
      // A clock that is set back must not keep anybody waiting.
      if (time - bornAt > fillingTakes || time < bornAt || young.size >= generationSize) {
        [old, young, bornAt] = [young, new Map(), time];
      }
      const known = young.get(key) ?? old.get(key) ?? 0;
      const fullAt = Math.max(time, Math.min(known, time + fillingTakes)) + interval;
      const wait = fullAt - time - fillingTakes;
      if (wait > 0) return Math.ceil(wait);
      young.set(key, fullAt);
      return 0;
    },
  };
}
