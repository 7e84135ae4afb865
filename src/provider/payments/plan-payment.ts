import { computePaymentAmountAndDelay } from '../../protocol/compute-payment-amount-and-delay.js';
import { maxAccrual } from '../../protocol/rounding.js';
import { remainingBudget, type StoredConnection } from '../core/connections.js';
import type { Services } from '../core/services.js';
import type { StoredSession } from '../core/sessions.js';
import { mayPayAhead, unpaidVisibleTime, type VisibleTime } from './accrual/visible-time.js';

/** The next payment to a receiver. Nothing is reserved yet: `reserveIntent` checks everything again. */
export interface PaymentPlan {
  amount: bigint;
  /** Milliseconds in which the amount accrues. */
  delay: number;
  /** Milliseconds of visible time until the amount has accrued. 0: the payment is due. */
  dueIn: number;
  /** Whether the remaining budget suffices. */
  fitsBudget: boolean;
}

/** A plan and everything that it depends on. It is made once a tick, and again if this changes. */
export interface PlannedPayment {
  connection: StoredConnection;
  session: StoredSession;
  time: VisibleTime;
  plan: PaymentPlan;
}

/** The smallest amount that arrives, and the smallest that does not lose too much to rounding. */
export type ReceiverMinimums = Pick<StoredSession, 'min_send_amount'> &
  Partial<Pick<StoredSession, 'min_efficient_amount'>>;

/**
 * Plans the next payment, without effects. All tabs, links, reloads and nodes share the connection's visible
 * time, so together they spend no more than one page would.
 */
export function planPayment(
  services: Pick<Services, 'minPaymentDelay'>,
  connection: StoredConnection,
  session: ReceiverMinimums,
  time?: VisibleTime,
): PaymentPlan {
  const { paymentAmount: amount, paymentDelay: delay } = computePaymentAmountAndDelay(
    connection.rate,
    minAmount(connection, session),
    services.minPaymentDelay,
  );
  const waitMs = msUntilAccrued(services, connection, delay, time);
  // At rate zero, no payment is ever due.
  const dueIn = amount === 0n ? waitMs || delay : waitMs;
  return { amount, delay, dueIn, fitsBudget: amount <= remainingBudget(connection) };
}

/** Plans again if the connection or the session has changed since. */
export function updatePlan(
  services: Pick<Services, 'minPaymentDelay'>,
  planned: PlannedPayment,
  {
    connection = planned.connection,
    session = planned.session,
  }: Partial<Pick<PlannedPayment, 'connection' | 'session'>>,
): PlannedPayment {
  if (connection === planned.connection && session === planned.session) return planned;
  const { time } = planned;
  return { connection, session, time, plan: planPayment(services, connection, session, time) };
}

/** The largest amount that may accumulate, limited by the longest wait and the remaining budget. */
export function maxAccumulatedAmount(connection: StoredConnection): bigint {
  const [accrued, remaining] = [maxAccrual(connection.rate), remainingBudget(connection)];
  return accrued < remaining ? accrued : remaining;
}

function minAmount(
  connection: StoredConnection,
  { min_send_amount: minSendAmount, min_efficient_amount: minEfficientAmount = 1n }: ReceiverMinimums,
): bigint {
  const maxAmount = maxAccumulatedAmount(connection);
  const accumulated = minEfficientAmount < maxAmount ? minEfficientAmount : maxAmount;
  return accumulated > minSendAmount ? accumulated : minSendAmount;
}

function msUntilAccrued(
  services: Pick<Services, 'minPaymentDelay'>,
  connection: StoredConnection,
  delay: number,
  time: VisibleTime | undefined,
): number {
  const unpaid = unpaidVisibleTime(services, connection, time);
  if (unpaid >= 0 && mayPayAhead(services, connection, delay, time)) return 0;
  return Math.max(0, delay - unpaid);
}
