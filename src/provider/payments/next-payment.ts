import { computePaymentAmountAndDelay, type PaymentAmountAndDelay } from '../../protocol/accrual.js';
import { accruedInLongestWait } from '../../protocol/rounding.js';
import { leftOf, type StoredConnection } from '../connections.js';
import type { Services } from '../services.js';
import type { StoredSession } from '../sessions.js';
import { mayPayAhead, type TimeLookedAt, unpaidTime } from './accrual/time-looked-at.js';

/** What a session says of its receiver: the least that arrives there, and the least that is worth sending. */
export type LeastAmounts = Pick<StoredSession, 'min_send_amount'> &
  Partial<Pick<StoredSession, 'worthwhile_amount'>>;

/** How much the next payment to this receiver is, and how long that accrues. */
export function nextPayment(
  { minPaymentDelay }: Pick<Services, 'minPaymentDelay'>,
  connection: StoredConnection,
  { min_send_amount: least, worthwhile_amount: worthwhile = 1n }: LeastAmounts,
): PaymentAmountAndDelay {
  const most = mostWaitedFor(connection);
  const gathered = worthwhile < most ? worthwhile : most;
  return computePaymentAmountAndDelay(connection.rate, gathered > least ? gathered : least, minPaymentDelay);
}

/** The most that a payment is waited for: what the longest wait has accrue, or what is left of the budget. */
export function mostWaitedFor(connection: StoredConnection): bigint {
  const [accrued, left] = [accruedInLongestWait(connection.rate), leftOf(connection)];
  return accrued < left ? accrued : left;
}

/** Whether a payment is due, as far as it is known. */
export function isDue(
  services: Pick<Services, 'minPaymentDelay'>,
  connection: StoredConnection,
  session: LeastAmounts,
  time?: TimeLookedAt,
): boolean {
  return untilDue(services, connection, session, time) === 0;
}

/** Milliseconds that the site has still to be looked at until the next payment to this receiver has accrued. */
export function untilDue(
  services: Pick<Services, 'minPaymentDelay'>,
  connection: StoredConnection,
  session: LeastAmounts,
  time?: TimeLookedAt,
): number {
  const { paymentDelay } = nextPayment(services, connection, session);
  const unpaid = unpaidTime(services, connection, time);
  if (unpaid >= 0 && mayPayAhead(services, connection, paymentDelay, time)) return 0;
  return Math.max(0, paymentDelay - unpaid);
}

/** Whether a payment is due that the budget has no room for, as far as it is known. */
export function isShortOfBudget(
  services: Pick<Services, 'minPaymentDelay'>,
  connection: StoredConnection,
  session: LeastAmounts,
  time?: TimeLookedAt,
): boolean {
  const { paymentAmount } = nextPayment(services, connection, session);
  return isDue(services, connection, session, time) && paymentAmount > leftOf(connection);
}
