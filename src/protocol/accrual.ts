const HOUR = 3_600_000n;
/** How often an agent asks again when nothing may ever be paid. */
const NEVER = 60_000;

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
  return { paymentAmount, paymentDelay: Number(ceilDivide(paymentAmount * HOUR, ratePerHour)) };
}

function ceilDivide(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}
