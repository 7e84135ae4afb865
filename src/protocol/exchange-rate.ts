interface ExchangeAsset {
  readonly code: string;
  readonly scale: number;
}

/** Units of each currency for 1,000 US dollars. The rates never change, so amounts in tests stay the same. */
export const UNITS_PER_1000_USD: Readonly<Record<string, bigint>> = {
  USD: 1_000n,
  EUR: 900n,
  GBP: 800n,
  MXN: 18_000n,
  ZAR: 17_500n,
  JPY: 150_000n,
};

/** An exact fraction: `numerator` units of the receiver's asset per `denominator` units of the payer's. */
export interface ExchangeRate {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The rate between two assets, or undefined if one of them is not in the table. */
export function exchangeRate(from: ExchangeAsset, to: ExchangeAsset): ExchangeRate | undefined {
  const scale = { numerator: 10n ** BigInt(to.scale), denominator: 10n ** BigInt(from.scale) };
  if (from.code === to.code) return scale;
  const [fromUnits, toUnits] = [unitsPer1000Usd(from), unitsPer1000Usd(to)];
  if (fromUnits === undefined || toUnits === undefined) return undefined;
  return { numerator: toUnits * scale.numerator, denominator: fromUnits * scale.denominator };
}

/** The amount received for `debit`, rounded down to whole units. */
export function receiveAmountFor(debit: bigint, rate: ExchangeRate): bigint {
  return (debit * rate.numerator) / rate.denominator;
}

/**
 * The smallest debit amount that delivers `receive`, so rounding never debits a unit that delivers nothing.
 */
export function debitAmountFor(receive: bigint, rate: ExchangeRate): bigint {
  return (receive * rate.denominator + rate.numerator - 1n) / rate.numerator;
}

function unitsPer1000Usd(asset: ExchangeAsset): bigint | undefined {
  return Object.hasOwn(UNITS_PER_1000_USD, asset.code) ? UNITS_PER_1000_USD[asset.code] : undefined;
}
