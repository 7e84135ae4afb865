import { debitAmountFor, type ExchangeRate, receiveAmountFor } from './exchange.js';

const HOUR = 3_600_000n;
/** So long (milliseconds of the visitor's rate) a payment is kept back at most, so that less of it is lost. */
const LONGEST_WAIT = 5n * 60_000n;
/** Of each hundred. */
const MOST_LOST = 2n;
/** Whole units only arrive: of so many or more, less than {@link MOST_LOST} is lost to rounding, whatever the exchange rate. */
export const NO_LOSS_FROM = 100n / MOST_LOST;

/** The most that is waited for. */
export function accruedInLongestWait(ratePerHour: bigint): bigint {
  return (ratePerHour * LONGEST_WAIT) / HOUR;
}

/** Whether more is lost than may be, where `rate` is what could arrive. */
export function losesTooMuch(
  debit: bigint,
  received: bigint,
  { numerator, denominator }: ExchangeRate,
): boolean {
  return received * denominator * 100n < debit * numerator * (100n - MOST_LOST);
}

/**
 * The least amount, `from` or more, of which no more is lost to rounding than may be. Where that is more than `most`: the least amount of which as much
 * arrives as of `most`.
 * @param rate what arrives, but for rounding.
 * @param best the rate that the loss is counted by.
 */
export function worthwhileAmount(
  from: bigint,
  most: bigint,
  rate: ExchangeRate,
  best: ExchangeRate = rate,
): bigint {
  for (let amount = from; amount <= most;) {
    const received = receiveAmountFor(amount, rate);
    if (received >= NO_LOSS_FROM || !losesTooMuch(amount, received, best)) return amount;
    // Between the two, more leaves and no more arrives.
    amount = debitAmountFor(received + 1n, rate);
  }
  const least = debitAmountFor(receiveAmountFor(most, rate), rate);
  return least > from ? least : from;
}
