/** What an exchange has to know of an asset. */
interface Asset {
  readonly code: string;
  readonly scale: number;
}

/** What one US dollar buys, in thousandths. Fixed for ever, so that a test's amounts never change. */
export const RATES: Readonly<Record<string, bigint>> = {
  USD: 1_000n,
  EUR: 900n,
  GBP: 800n,
  MXN: 18_000n,
  ZAR: 17_500n,
  JPY: 150_000n,
};

/** An exact fraction: units of the receiver's asset for `denominator` units of the payer's. */
export interface ExchangeRate {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The rate between two assets, or undefined when one of them is not in the table. */
export function exchangeRate(from: Asset, to: Asset): ExchangeRate | undefined {
  const scale = { numerator: 10n ** BigInt(to.scale), denominator: 10n ** BigInt(from.scale) };
  if (from.code === to.code) return scale;
  const [fromRate, toRate] = [rateOf(from), rateOf(to)];
  if (fromRate === undefined || toRate === undefined) return undefined;
  return { numerator: toRate * scale.numerator, denominator: fromRate * scale.denominator };
}

/** What arrives when `debit` leaves: whole units only. */
export function receiveAmountFor(debit: bigint, rate: ExchangeRate): bigint {
  return (debit * rate.numerator) / rate.denominator;
}

/** The least that must leave for `receive` to arrive, so rounding never takes a unit that delivers nothing. */
export function debitAmountFor(receive: bigint, rate: ExchangeRate): bigint {
  return (receive * rate.denominator + rate.numerator - 1n) / rate.numerator;
}

function rateOf(asset: Asset): bigint | undefined {
  return Object.hasOwn(RATES, asset.code) ? RATES[asset.code] : undefined;
}
