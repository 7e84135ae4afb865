import { nextTickDelay } from '../../protocol/compute-payment-amount-and-delay.js';
import type { NothingDue, Payment } from '../../protocol/relay-messages.js';
import { checkActive, type StoredConnection } from '../core/connections.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { PaymentServices } from './services/payment-services.js';
import { recordVisibleTime } from './accrual/visible-time.js';
import { isLeased } from '../core/tables/lease.js';
import { acquireIntentLease } from './intents/intent-lease.js';
import { verifySpent } from './verify-spent.js';
import type { Intent } from '../core/intent-table.js';
import { payDueAmount } from './pay-due-amount.js';
import { readConnection } from '../core/payer.js';
import { toEarlierPaymentMessage } from './delivery/payment-message.js';
import { type PlannedPayment, planPayment, updatePlan } from './plan-payment.js';
import type { TickContext } from './read-tick.js';
import { recoverIntent } from './recovery/recover-intent.js';
import { computeNextRecovery, msUntilRecovery } from './recovery/recovery-delay.js';
import { renewConnection } from '../budget/renew-connection.js';
import { readSession } from '../core/sessions.js';
import { settlePayments } from './outgoing-payments/settle-payments.js';
import { UNDELIVERED_RETRY_DELAY_MS, claimUndelivered } from './delivery/claim-undelivered.js';
import { YIELD_DELAY_MS } from './services/fair-scheduler.js';

/** Retry delay while another tick of the same connection is being processed. */
const PENDING_RETRY_DELAY_MS = 1_000;

// https://webmonetization.org/specification/flows/#dfn-process-session-for-payment
/** @throws RelayProblem, OpenPaymentsClientError, EgressError */
export async function processSessionForPayment(
  services: PaymentServices,
  tick: TickContext,
): Promise<Payment | NothingDue> {
  const { session, unfinished } = tick;
  const undelivered = await claimUndelivered(services, session, unfinished.undelivered);
  if (undelivered) return toEarlierPaymentMessage(services, tick, undelivered);
  if (session.closed_at !== null || Number(session.expires_at) <= services.now()) {
    throw new RelayProblem('session-expired');
  }
  const { fairScheduler, now } = services;
  try {
    const result = await withConnectionLock(services, tick);
    await recordVisibleTime(services, tick.connection, tick.time);
    result.next = nextTickDelay(result.next, tick.time.waitedMs);
    fairScheduler.recordTick(session, now(), result.next, 'id' in result);
    return result;
  } catch (error) {
    // A session that cannot be paid must not delay the others.
    fairScheduler.recordTick(session, now(), null, true);
    throw error;
  }
}

async function withConnectionLock(
  services: PaymentServices,
  tick: TickContext,
): Promise<Payment | NothingDue> {
  const { lockedConnections, fairScheduler, now } = services;
  const { connection, session, unfinished, time } = tick;
  // Simultaneous ticks of tabs, links and reloads cause no extra wallet requests.
  if (lockedConnections.has(connection.id)) return { next: PENDING_RETRY_DELAY_MS };
  const plan = planPayment(services, connection, session, time);
  const paysNow = unfinished.open === undefined && plan.dueIn === 0;
  if (paysNow && fairScheduler.shouldYield(session, now())) return { next: YIELD_DELAY_MS };
  lockedConnections.add(connection.id);
  try {
    return await processExclusively(services, tick, { connection, session, time, plan });
  } finally {
    lockedConnections.delete(connection.id);
  }
}

async function processExclusively(
  services: PaymentServices,
  tick: TickContext,
  planned: PlannedPayment,
): Promise<Payment | NothingDue> {
  const { open, created } = tick.unfinished;
  const connection = await renewConnection(services, tick.connection);
  checkActive(connection);
  if (open) return recoverOpenIntent(services, tick, open);
  const renewed = updatePlan(services, planned, { connection });
  const settled = await settleEarlierPayments(services, renewed, created);
  const verified = await verifySpent(services, settled.connection);
  // It was read again, and may have been revoked or paused meanwhile.
  if (verified !== connection) checkActive(verified);
  return payDueAmount(services, updatePlan(services, settled, { connection: verified }));
}

/**
 * Unsettled payments already count as spent, so payments need not wait for settlement. But if the budget is
 * exhausted, settling may return a part of it.
 */
async function settleEarlierPayments(
  services: PaymentServices,
  planned: PlannedPayment,
  created: Intent[],
): Promise<PlannedPayment> {
  const { connection, session, plan } = planned;
  const isOverBudget = created.length > 0 && plan.dueIn === 0 && !plan.fitsBudget;
  const hasChanged = await settlePayments(services, created, {
    now: isOverBudget,
    failures: possibleFailures(connection, created),
  }).catch((error: unknown) => {
    services.log.warn({ err: error, connection: connection.id }, 'payments are not settled yet');
    return false;
  });
  if (!isOverBudget && !hasChanged) return planned;
  return updatePlan(services, planned, {
    connection: await readConnection(services.database, connection.id),
    session: await readSession(services.database, session.id),
  });
}

/** The consecutive failures, or undefined if the wallet is known to have money. */
function possibleFailures({ failures, spent }: StoredConnection, created: Intent[]): bigint | undefined {
  const unknown = created.reduce((sum, { debit_amount }) => sum + debit_amount, 0n);
  return failures > 0n || spent <= unknown ? failures : undefined;
}

/**
 * Recovers the connection's open payment before the next one can start.
 * @throws RelayProblem `payment-pending` if the result is still unknown.
 */
async function recoverOpenIntent(
  services: PaymentServices,
  tick: TickContext,
  open: Intent,
): Promise<Payment | NothingDue> {
  const now = services.now();
  if (msUntilRecovery(open, now) > 0) throw paymentPending(msUntilRecovery(open, now));
  const leased = isLeased(open.leased_until, now) ? undefined : await acquireIntentLease(services, open);
  if (!leased) return { next: PENDING_RETRY_DELAY_MS };
  const recovery = await recoverIntent(services, leased, tick.session.id);
  if (recovery === 'open') throw paymentPending(computeNextRecovery(leased, now) - now);
  return recovery === 'paid' && leased.session_id === tick.session.id
    ? toEarlierPaymentMessage(services, tick, leased)
    : { next: UNDELIVERED_RETRY_DELAY_MS };
}

function paymentPending(milliseconds: number): RelayProblem {
  return new RelayProblem('payment-pending', undefined, { retryAfter: Math.ceil(milliseconds / 1000) });
}
