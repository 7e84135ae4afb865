export interface TokenBucket {
  /** True when there was a token; it is gone then. */
  take(): boolean;
  /** Milliseconds until there is one. */
  untilNext(): number;
}

/** Holds one second's worth. @param now monotonic, in milliseconds. */
export function createTokenBucket(perSecond: number, now: () => number): TokenBucket {
  let tokens = perSecond;
  let filledAt = now();
  const fill = () => {
    tokens = Math.min(perSecond, tokens + ((now() - filledAt) / 1000) * perSecond);
    filledAt = now();
  };
  return {
    take() {
      fill();
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    untilNext() {
      fill();
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1000);
    },
  };
}
