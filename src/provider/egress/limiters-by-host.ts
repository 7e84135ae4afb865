import type { EgressOptions } from './egress-options.js';
import { createHostLimiter, type HostLimiter } from './host-limiter.js';

/** About 1 kB each. */
const MAX_HOSTS = 10_000;

export interface LimitersByHost {
  get(origin: string): HostLimiter;
  /** Number of hosts that currently receive no requests. */
  countBackingOff(): number;
}

/** One limiter per host. Pages choose the hosts, so at `MAX_HOSTS` the oldest idle limiter is dropped. */
export function createLimitersByHost(options: EgressOptions, now: () => number): LimitersByHost {
  const limiters = new Map<string, HostLimiter>();
  return {
    get(origin) {
      const existing = limiters.get(origin);
      if (existing) return existing;
      if (limiters.size >= MAX_HOSTS) evictIdle(limiters);
      const limiter = createHostLimiter(options, now);
      limiters.set(origin, limiter);
      return limiter;
    },
    countBackingOff: () => [...limiters.values()].filter((limiter) => limiter.isBackingOff()).length,
  };
}

function evictIdle(limiters: Map<string, HostLimiter>): void {
  for (const [origin, limiter] of limiters) {
    if (limiter.isIdle()) return void limiters.delete(origin);
  }
}
