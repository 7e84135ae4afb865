import {
  computePaymentAmountAndDelay,
  type PaymentAmountAndDelay,
} from '../../protocol/payment-amount-and-delay.js';
import { maxAccrual } from '../../protocol/rounding.js';
import { remainingBudget, type StoredConnection } from '../core/connections.js';
import type { Services } from '../core/services.js';
import type { StoredSession } from '../core/sessions.js';
import { mayPayAhead, type VisibleTime, unpaidVisibleTime } from './accrual/visible-time.js';

/** The smallest amount that arrives, and the smallest that does not lose too much to rounding. */
export type ReceiverMinimums = Pick<StoredSession, 'min_send_amount'> &
  Partial<Pick<StoredSession, 'min_efficient_amount'>>;

/** The amount of the next payment to this receiver, and the time in which it accrues. */
export function computeNextPayment(
  { minPaymentDelay }: Pick<Services, 'minPaymentDelay'>,
  connection: StoredConnection,
  { min_send_amount: minSendAmount, min_efficient_amount: minEfficientAmount = 1n }: ReceiverMinimums,
): PaymentAmountAndDelay {
  const maxAmount = maxAccumulatedAmount(connection);
  const accumulated = minEfficientAmount < maxAmount ? minEfficientAmount : maxAmount;
  return computePaymentAmountAndDelay(
    connection.rate,
    accumulated > minSendAmount ? accumulated : minSendAmount,
    minPaymentDelay,
  );
}

/** The largest amount that may accumulate, limited by the longest wait and the remaining budget. */
export function maxAccumulatedAmount(connection: StoredConnection): bigint {
  const [accrued, remaining] = [maxAccrual(connection.rate), remainingBudget(connection)];
  return accrued < remaining ? accrued : remaining;
}

/** Whether a payment is due, according to the data read so far. */
export function isDue(
  services: Pick<Services, 'minPaymentDelay'>,
  connection: StoredConnection,
  session: ReceiverMinimums,
  time?: VisibleTime,
): boolean {
  return msUntilDue(services, connection, session, time) === 0;
}

/** Milliseconds of visible time until the next payment to this receiver has accrued. */
export function msUntilDue(
  services: Pick<Services, 'minPaymentDelay'>,
  connection: StoredConnection,
  session: ReceiverMinimums,
  time?: VisibleTime,
): number {
  const { paymentDelay } = computeNextPayment(services, connection, session);
  const unpaid = unpaidVisibleTime(services, connection, time);
  if (unpaid >= 0 && mayPayAhead(services, connection, paymentDelay, time)) return 0;
  return Math.max(0, paymentDelay - unpaid);
}

/** Whether a payment is due that exceeds the remaining budget, according to the data read so far. */
export function exceedsBudget(
  services: Pick<Services, 'minPaymentDelay'>,
  connection: StoredConnection,
  session: ReceiverMinimums,
  time?: VisibleTime,
): boolean {
  const { paymentAmount } = computeNextPayment(services, connection, session);
  return isDue(services, connection, session, time) && paymentAmount > remainingBudget(connection);
}
