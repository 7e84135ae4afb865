import type { ExchangeRate } from '../../../protocol/exchange.js';

/** Rates change, and nothing is lost but a quote when one is asked for anew. */
const KNOWN_FOR = 10 * 60_000;
/** Then the one that was learned first is forgotten. */
const MOST = 10_000;

/** What wallets' quotes have taught, by who pays whom in what; null where a wallet does not say. Each node learns for itself. */
export interface LearnedRates {
  find(between: string, now: number): ExchangeRate | null | undefined;
  learn(between: string, now: number, rate: ExchangeRate | null): void;
}

export function createLearnedRates(): LearnedRates {
  const rates = new Map<string, { rate: ExchangeRate | null; at: number }>();
  return {
    find(between, now) {
      const known = rates.get(between);
      return known && Math.abs(now - known.at) < KNOWN_FOR ? known.rate : undefined;
    },
    learn(between, now, rate) {
      rates.delete(between);
      if (rates.size >= MOST) rates.delete(rates.keys().next().value as string);
      rates.set(between, { rate, at: now });
    },
  };
}
