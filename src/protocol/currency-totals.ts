import { convertScaledAmountToDecimal } from './amount.js';

/** A decimal amount, as in `MonetizationCurrencyAmount`. */
export interface CurrencyTotal {
  readonly currency: string;
  readonly value: string;
}

/** Exact sums of decimal amounts, one for each currency. */
export class CurrencyTotals {
  readonly #sums = new Map<string, { value: bigint; scale: number }>();

  /** @throws SyntaxError if `value` is not a decimal number. */
  add({ currency, value }: CurrencyTotal): void {
    const sum = this.#sums.get(currency) ?? { value: 0n, scale: 0 };
    const decimals = value.split('.')[1]?.length ?? 0;
    const scale = Math.max(sum.scale, decimals);
    const rescale = (scaled: bigint, from: number): bigint => scaled * 10n ** BigInt(scale - from);
    const total = rescale(sum.value, sum.scale) + rescale(BigInt(value.replace('.', '')), decimals);
    this.#sums.set(currency, { value: total, scale });
  }

  list(): CurrencyTotal[] {
    return [...this.#sums].map(([currency, { value, scale }]) => ({
      currency,
      value: convertScaledAmountToDecimal(value, scale),
    }));
  }
}
