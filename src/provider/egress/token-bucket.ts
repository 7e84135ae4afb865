export interface TokenBucket {
  /** Takes a token. Returns false if there is none. */
  take(): boolean;
  /** Milliseconds until the next token. */
  msUntilNext(): number;
}

/**
 * The bucket holds up to one second's tokens.
 * @param now monotonic clock, in milliseconds.
 */
export function createTokenBucket(perSecond: number, now: () => number): TokenBucket {
  let tokens = perSecond;
  let refilledAt = now();
  const refill = () => {
    tokens = Math.min(perSecond, tokens + ((now() - refilledAt) / 1000) * perSecond);
    refilledAt = now();
  };
  return {
    take() {
      refill();
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    msUntilNext() {
      refill();
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1000);
    },
  };
}
