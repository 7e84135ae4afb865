const HOUR = 3_600_000n;
/** How often an agent asks again when nothing may ever be paid. */
const NEVER = 60_000;
/** So much time (milliseconds) may be paid before the page was looked at. */
export const MOST_AHEAD = 60_000;
/** A receiver whose least amount accrues for longer is not waited for. */
export const LONGEST_ACCRUAL = 24 * 3_600_000;
/** An agent says that its page is still looked at: first so soon, then less and less often, but at least so often. */
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 30_000;

export interface PaymentAmountAndDelay {
  paymentAmount: bigint;
  /** Milliseconds in which that amount accrues. */
  paymentDelay: number;
}

// https://webmonetization.org/specification/flows/#dfn-compute-payment-amount-and-delay
// Differs from the spec: the rate is per hour instead of per month, and the least amount is what the wallet sends without losing much, instead of 1.
/**
 * The smallest payment that is worth sending and the time in which it accrues. Their quotient never exceeds the rate.
 * @param minPaymentDelay milliseconds; a fast rate is gathered into payments at least this far apart.
 */
export function computePaymentAmountAndDelay(
  ratePerHour: bigint,
  minSendAmount: bigint,
  minPaymentDelay: number,
): PaymentAmountAndDelay {
  if (ratePerHour === 0n) return { paymentAmount: 0n, paymentDelay: NEVER };
  const accruedInMinDelay = ceilDivide(ratePerHour * BigInt(minPaymentDelay), HOUR);
  const paymentAmount = accruedInMinDelay > minSendAmount ? accruedInMinDelay : minSendAmount;
  return { paymentAmount, paymentDelay: Number(accrualTime(ratePerHour, paymentAmount)) };
}

/** Milliseconds that an amount accrues for. */
export function accrualTime(ratePerHour: bigint, amount: bigint): bigint {
  return ceilDivide(amount * HOUR, ratePerHour);
}

/** The first payment of a consent does not wait, as far as it is no more than a minute's: so many milliseconds count as looked at. */
export function paidAhead(ratePerHour: bigint, minPaymentDelay: number): number {
  const { paymentDelay } = computePaymentAmountAndDelay(ratePerHour, 1n, minPaymentDelay);
  return Math.min(MOST_AHEAD, paymentDelay);
}

/**
 * How long an agent waits before it asks again. Only what it has waited counts as looked at: who leaves before loses no more than half of the time.
 * @param dueIn milliseconds until something is due.
 * @param waited what it was told to wait before; 0 for the first time.
 */
export function nextWait(dueIn: number, waited: number): number {
  return Math.min(dueIn, LONGEST_WAIT, Math.max(FIRST_WAIT, 2 * waited));
}

function ceilDivide(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}
