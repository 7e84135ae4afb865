import { debitAmountFor, type ExchangeRate, receiveAmountFor } from './exchange-rate.js';

const HOUR_MS = 3_600_000n;
/** The maximum time, in milliseconds, that a payment accumulates to reduce its rounding loss. */
const MAX_ACCUMULATION_MS = 5n * 60_000n;
const MAX_LOSS_PERCENT = 2n;
/**
 * Only whole units arrive. From this many units on, any exchange rate loses less than
 * {@link MAX_LOSS_PERCENT}.
 */
export const MIN_LOSSLESS_UNITS: bigint = 100n / MAX_LOSS_PERCENT;

/** The amount that accrues in the maximum accumulation time. */
export function maxAccrual(ratePerHour: bigint): bigint {
  return (ratePerHour * MAX_ACCUMULATION_MS) / HOUR_MS;
}

/** Whether the payment loses more than {@link MAX_LOSS_PERCENT} to rounding, compared to the exact `rate`. */
export function exceedsMaxLoss(
  debit: bigint,
  received: bigint,
  { numerator, denominator }: ExchangeRate,
): boolean {
  return received * denominator * 100n < debit * numerator * (100n - MAX_LOSS_PERCENT);
}

/**
 * The smallest amount, from `minAmount`, with an acceptable rounding loss. If it exceeds `maxAmount`: the
 * smallest amount that delivers as much as `maxAmount`.
 * @param rate the exchange rate before rounding.
 * @param bestRate the exchange rate that the loss is measured against.
 */
export function minEfficientAmount(
  minAmount: bigint,
  maxAmount: bigint,
  rate: ExchangeRate,
  bestRate: ExchangeRate = rate,
): bigint {
  for (let amount = minAmount; amount <= maxAmount;) {
    const received = receiveAmountFor(amount, rate);
    if (received >= MIN_LOSSLESS_UNITS || !exceedsMaxLoss(amount, received, bestRate)) return amount;
    // Amounts below the next one debit more but deliver the same.
    amount = debitAmountFor(received + 1n, rate);
  }
  const minEquivalent = debitAmountFor(receiveAmountFor(maxAmount, rate), rate);
  return minEquivalent > minAmount ? minEquivalent : minAmount;
}
