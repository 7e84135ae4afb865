import type { ExchangeRate } from '../../../protocol/exchange-rate.js';

const RATE_LIFETIME_MS = 10 * 60_000;
/** At this limit the oldest rate is removed. */
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
  const rates = new Map<string, { rate: ExchangeRate | null; at: number }>();
  return {
    get(pairKey, now) {
      const known = rates.get(pairKey);
      return known && Math.abs(now - known.at) < RATE_LIFETIME_MS ? known.rate : undefined;
    },
    set(pairKey, now, rate) {
      rates.delete(pairKey);
      if (rates.size >= MAX_RATES) rates.delete(rates.keys().next().value as string);
      rates.set(pairKey, { rate, at: now });
    },
  };
}
