import { MAX_ACCRUAL_MS } from '../../protocol/payment-amount-and-delay.js';
import { remainingBudget, type StoredConnection } from '../core/connections.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { Services } from '../core/services.js';
import type { VisibleTime } from './accrual/visible-time.js';
import { type ReceiverMinimums, computeNextPayment, msUntilDue } from './next-payment.js';
import { budgetSpentProblem, markOutOfFunds, unfundedProblem } from '../budget/out-of-funds.js';
import { isUnfunded, PROBE_INTERVAL_MS } from '../budget/unfunded.js';

/** A payment that is due. Nothing is reserved yet: `reserveIntent` checks everything again. */
export interface DuePayment {
  due: true;
  amount: bigint;
  /** Milliseconds until the following payment has accrued. */
  next: number;
}

export type PaymentPlan = { due: false; next: number } | DuePayment;

/**
 * Decides whether a payment is due. All tabs, links, reloads and nodes share the connection's visible time,
 * so together they spend no more than one page would.
 * @throws RelayProblem `connection-not-active`, `min-amount-too-large`, `budget-spent`
 */
export async function planPayment(
  services: Pick<Services, 'write' | 'now' | 'minPaymentDelay'>,
  connection: StoredConnection,
  session: ReceiverMinimums,
  time?: VisibleTime,
): Promise<PaymentPlan> {
  checkActive(connection);
  const now = services.now();
  const { min_send_amount: minSendAmount } = session;
  const { paymentAmount: amount, paymentDelay: delay } = computeNextPayment(services, connection, session);
  checkFunded(connection, now);
  if (delay > MAX_ACCRUAL_MS) throw new RelayProblem('min-amount-too-large');
  const next = msUntilDue(services, connection, session, time);
  if (next > 0 || amount === 0n) return { due: false, next: next || delay };
  if (amount > remainingBudget(connection)) {
    // If the receiver takes only large amounts, the budget may still suffice for other receivers.
    if (minSendAmount === 1n) await markOutOfFunds(services, connection.id, connection.grant_id);
    throw budgetSpentProblem(connection.interval_end, now);
  }
  return { due: true, amount, next: delay };
}

/** @throws RelayProblem `budget-spent` if the wallet has no money and no probe payment is due. */
function checkFunded(connection: StoredConnection, now: number): void {
  if (!isUnfunded(connection)) return;
  const until = Number(connection.paid_at ?? 0) + PROBE_INTERVAL_MS;
  if (until > now && until <= now + PROBE_INTERVAL_MS) throw unfundedProblem(now);
}

export function checkActive({ state }: StoredConnection): void {
  if (state === 'active' || state === 'out-of-funds') return;
  throw new RelayProblem('connection-not-active', `The connection is ${state}.`);
}
