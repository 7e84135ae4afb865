import type { CurrencyTotal } from '../../../agent/state/state.js';

/** One bar of the sparkline. All bars together cover five minutes. */
export const BAR_DURATION_MS = 10_000;
const BAR_COUNT = 30;

/** The payments of the last five minutes, derived from the growth of the totals. */
export class RecentPayments {
  readonly #lastTotals = new Map<string, number>();
  readonly #bars = new Map<string, number[]>();
  #currentBar: number | undefined;

  /** @param now milliseconds of any clock. After a jump back, counting continues from there. */
  record(totals: readonly CurrencyTotal[], now: number): void {
    const isFirst = this.#currentBar === undefined;
    this.#advanceTo(Math.floor(now / BAR_DURATION_MS));
    for (const { currency, value } of totals) {
      const total = Number(value);
      // The first total was sent at unknown times, so it does not count.
      const increase = total - (this.#lastTotals.get(currency) ?? (isFirst ? total : 0));
      this.#lastTotals.set(currency, total);
      if (increase > 0 && increase < Infinity) this.#barsOf(currency)[BAR_COUNT - 1]! += increase;
    }
  }

  /**
   * Heights from 0 to 1, oldest first. Currencies cannot be added up, so each bar shows shares of their sums.
   */
  heights(): number[] {
    const shares = newBars();
    for (const bars of this.#bars.values()) {
      const sum = bars.reduce((a, b) => a + b);
      if (sum) bars.forEach((value, index) => (shares[index]! += value / sum));
    }
    const highest = Math.max(...shares);
    return shares.map((share) => (highest ? share / highest : 0));
  }

  #advanceTo(current: number): void {
    const steps = Math.min(BAR_COUNT, current - (this.#currentBar ?? current));
    this.#currentBar = current;
    if (steps <= 0) return;
    for (const bars of this.#bars.values()) bars.push(...bars.splice(0, steps).fill(0));
  }

  #barsOf(currency: string): number[] {
    let bars = this.#bars.get(currency);
    if (!bars) this.#bars.set(currency, (bars = newBars()));
    return bars;
  }
}

function newBars(): number[] {
  return Array<number>(BAR_COUNT).fill(0);
}
