import { LRUCache } from 'lru-cache';
import type { ExchangeRate } from '../../../protocol/exchange-rate.js';

const RATE_LIFETIME_MS = 10 * 60_000;
const MAX_RATES = 10_000;

/**
 * Exchange rates derived from wallets' quotes, by pair of wallets and assets. Null: the wallet does not quote
 * a rate. The cache is local to a node.
 */
export interface ExchangeRateCache {
  get(pairKey: string, now: number): ExchangeRate | null | undefined;
  set(pairKey: string, now: number, rate: ExchangeRate | null): void;
}

export function createExchangeRateCache(): ExchangeRateCache {
  const rates = new LRUCache<string, { rate: ExchangeRate | null; at: number }>({ max: MAX_RATES });
  return {
    get(pairKey, now) {
      const known = rates.get(pairKey);
      return known && Math.abs(now - known.at) < RATE_LIFETIME_MS ? known.rate : undefined;
    },
    set: (pairKey, now, rate) => void rates.set(pairKey, { rate, at: now }),
  };
}
