const HOUR_MS = 3_600_000n;
/** The tick interval of an agent at rate zero. */
const ZERO_RATE_RETRY_MS = 60_000;
/** The default of a provider's `minPaymentDelay`, which a simulation also has. */
export const DEFAULT_MIN_PAYMENT_DELAY_MS = 2_000;
/** The maximum time, in milliseconds, that is paid in advance. */
export const MAX_PREPAID_MS = 60_000;
/** A receiver is rejected if its minimum amount takes longer than this to accrue. */
export const MAX_ACCRUAL_MS: number = 24 * 3_600_000;
/** Ticks report that the page is still visible. Their delay doubles from the initial value to the maximum. */
const INITIAL_TICK_DELAY_MS = 2_000;
const MAX_TICK_DELAY_MS = 30_000;

export interface PaymentAmountAndDelay {
  paymentAmount: bigint;
  /** The milliseconds that the amount takes to accrue. */
  paymentDelay: number;
}

// https://webmonetization.org/specification/flows/#dfn-compute-payment-amount-and-delay
// Differs from the spec: the rate is per hour instead of per month. The minimum amount is the smallest amount
// that the wallet sends efficiently, instead of 1.
/**
 * The smallest payment worth sending, and the time that it takes to accrue. They never exceed the rate.
 * @param minPaymentDelay milliseconds. A high rate is batched into payments at least this far apart.
 */
export function computePaymentAmountAndDelay(
  ratePerHour: bigint,
  minSendAmount: bigint,
  minPaymentDelay: number,
): PaymentAmountAndDelay {
  if (ratePerHour === 0n) return { paymentAmount: 0n, paymentDelay: ZERO_RATE_RETRY_MS };
  const accruedInMinDelay = ceilDivide(ratePerHour * BigInt(minPaymentDelay), HOUR_MS);
  const paymentAmount = accruedInMinDelay > minSendAmount ? accruedInMinDelay : minSendAmount;
  return { paymentAmount, paymentDelay: Number(accrualTime(ratePerHour, paymentAmount)) };
}

/** The milliseconds that `amount` takes to accrue. */
export function accrualTime(ratePerHour: bigint, amount: bigint): bigint {
  return ceilDivide(amount * HOUR_MS, ratePerHour);
}

/** The milliseconds paid in advance at the start of a consent, so that the first payment is not delayed. */
export function prepaidTime(ratePerHour: bigint, minPaymentDelay: number): number {
  const { paymentDelay } = computePaymentAmountAndDelay(ratePerHour, 1n, minPaymentDelay);
  return Math.min(MAX_PREPAID_MS, paymentDelay);
}

/**
 * The delay of an agent's next tick. Only completed delays count as visible time. Because the delay at most
 * doubles, a visitor who leaves before a tick loses at most about half of the time.
 * @param dueIn milliseconds until a payment is due.
 * @param previousDelay the previous delay in milliseconds; 0 for the first tick.
 */
export function nextTickDelay(dueIn: number, previousDelay: number): number {
  return Math.min(dueIn, MAX_TICK_DELAY_MS, Math.max(INITIAL_TICK_DELAY_MS, 2 * previousDelay));
}

function ceilDivide(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}
