/**
 * A bucket is one number: the time at which it will be full again (the generic cell rate algorithm, ITU-T
 * I.371). A bucket that was never used has been full since 0 or earlier.
 */
export interface TokenBucketRate {
  /** A token is added in this time. */
  tokenIntervalMs: number;
  /** An empty bucket is full again after this time. */
  refillTimeMs: number;
}

/** A bound for what sums of fractional times lose to rounding. A wait of so little is none. */
const ROUNDING_ERROR_MS = 0.1;

/**
 * The time at which the bucket is full again if a token is taken at `now`. The bucket may not have one: see
 * {@link msUntilToken}.
 */
export function fullAtAfterToken(
  { tokenIntervalMs, refillTimeMs }: TokenBucketRate,
  fullAt: number,
  now: number,
): number {
  // Setting the clock back must not block callers.
  return Math.max(now, Math.min(fullAt, now + refillTimeMs)) + tokenIntervalMs;
}

/** Milliseconds until a token is available. 0: the bucket has one. */
export function msUntilToken(rate: TokenBucketRate, fullAt: number, now: number): number {
  const waitMs = fullAtAfterToken(rate, fullAt, now) - now - rate.refillTimeMs;
  return Math.max(0, Math.ceil(waitMs - ROUNDING_ERROR_MS));
}
