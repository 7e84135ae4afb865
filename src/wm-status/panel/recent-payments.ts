import type { CurrencyTotal } from '../../agent/state.js';

/** How long one bar of the sparkline lasts, and how many there are: five minutes. */
export const BAR = 10_000;
const BARS = 30;

/** What was sent in the last minutes, found out from how the totals grow. */
export class RecentPayments {
  readonly #known = new Map<string, number>();
  readonly #bars = new Map<string, number[]>();
  #current: number | undefined;

  /** @param now Milliseconds of any clock. One that jumps back counts on from there. */
  note(totals: readonly CurrencyTotal[], now: number): void {
    const first = this.#current === undefined;
    this.#moveTo(Math.floor(now / BAR));
    for (const { currency, value } of totals) {
      const total = Number(value);
      // What had been sent before was sent at an unknown time.
      const grown = total - (this.#known.get(currency) ?? (first ? total : 0));
      this.#known.set(currency, total);
      if (grown > 0 && grown < Infinity) this.#barsOf(currency)[BARS - 1]! += grown;
    }
  }

  /** From 0 to 1, the oldest first. Currencies cannot be added up: each counts by its share of what it has sent. */
  heights(): number[] {
    const shares = newBars();
    for (const bars of this.#bars.values()) {
      const sum = bars.reduce((a, b) => a + b);
      if (sum) bars.forEach((value, index) => (shares[index]! += value / sum));
    }
    const highest = Math.max(...shares);
    return shares.map((share) => (highest ? share / highest : 0));
  }

  #moveTo(current: number): void {
    const steps = Math.min(BARS, current - (this.#current ?? current));
    this.#current = current;
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
  return Array<number>(BARS).fill(0);
}
