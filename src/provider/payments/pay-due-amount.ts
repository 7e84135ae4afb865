import { MAX_ACCRUAL_MS } from '../../protocol/compute-payment-amount-and-delay.js';
import type { NothingDue, Payment } from '../../protocol/relay-messages.js';
import { budgetSpentProblem, unfundedProblem } from '../budget/budget-problems.js';
import { markOutOfFunds } from '../budget/budget.js';
import { isUnfunded, PROBE_INTERVAL_MS } from '../budget/unfunded.js';
import type { StoredConnection } from '../core/connections.js';
import { toPayer } from '../core/payer.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { Services } from '../core/services.js';
import type { PaymentServices } from './services/payment-services.js';
import type { StoredSession } from '../core/sessions.js';
import { forfeitAccruedTime } from './accrual/forfeit-accrued-time.js';
import { awaitProbePayment } from './await-probe-payment.js';
import { computeCorrection, readAppliedCorrection } from './delivery/correction.js';
import { reportedAmounts, toPaymentMessage } from './delivery/payment-message.js';
import { reserveIntent } from './intents/reserve-intent.js';
import type { PaymentQuote } from './intents/payment-quote.js';
import {
  type AmountTooSmall,
  sendCreateQuoteRequest,
} from './outgoing-payments/send-create-quote-request.js';
import { raiseMinSendAmount } from './outgoing-payments/raise-min-send-amount.js';
import { submitPayment } from './outgoing-payments/submit-payment.js';
import { maxAccumulatedAmount, type PlannedPayment, updatePlan } from './plan-payment.js';
import { findMinEfficientAmount } from './rounding/find-min-efficient-amount.js';
import { raiseMinEfficientAmount } from './rounding/raise-min-efficient-amount.js';

/** Retry delay after another tick has paid first. */
const CONFLICT_RETRY_DELAY_MS = 1_000;
/** Each probe at least doubles the amount, so probing stops at about 2^16 units. */
const MAX_PROBES = 16;
/** How often one tick raises the amount to reduce rounding losses, before it pays the amount as it is. */
const MAX_RAISES = 3;

/**
 * Pays the planned amount if it is due. If the quote shows that the amount is too small, plans a larger one.
 * @throws RelayProblem, OpenPaymentsClientError, EgressError
 */
export async function payDueAmount(
  services: PaymentServices,
  first: PlannedPayment,
): Promise<Payment | NothingDue> {
  let planned = first;
  let [probes, raises] = [MAX_PROBES, MAX_RAISES];
  while (await checkPlan(services, planned)) {
    const quote = await quoteAmount(services, planned, probes);
    let raised: StoredSession | undefined;
    if ('minSendAmount' in quote) {
      probes -= 1;
      raised = await raiseMinSendAmount(services, planned.session, planned.plan.amount, quote);
    } else {
      raised = raises > 0 ? await raiseToEfficientAmount(services, planned, quote) : undefined;
      if (!raised) return payQuote(services, planned, quote);
      raises -= 1;
    }
    planned = updatePlan(services, planned, { session: raised });
  }
  return { next: planned.plan.dueIn, dueIn: planned.plan.dueIn };
}

/**
 * @returns whether the planned payment is due.
 * @throws RelayProblem `min-amount-too-large`, `budget-spent`
 */
export async function checkPlan(
  services: Pick<Services, 'write' | 'now'>,
  {
    connection,
    session,
    plan,
  }: Pick<PlannedPayment, 'connection' | 'plan'> & {
    session: Pick<StoredSession, 'min_send_amount'>;
  },
): Promise<boolean> {
  const now = services.now();
  checkFunded(connection, now);
  if (plan.delay > MAX_ACCRUAL_MS) throw new RelayProblem('min-amount-too-large');
  if (plan.dueIn > 0) return false;
  if (plan.fitsBudget) return true;
  // If the receiver takes only large amounts, the budget may still suffice for other receivers.
  if (session.min_send_amount === 1n) await markOutOfFunds(services, connection.id, connection.grant_id);
  throw budgetSpentProblem(connection.interval_end, now);
}

/** @throws RelayProblem `budget-spent` if the wallet has no money and no probe payment is due. */
function checkFunded(connection: StoredConnection, now: number): void {
  if (!isUnfunded(connection)) return;
  const until = Number(connection.paid_at ?? 0) + PROBE_INTERVAL_MS;
  if (until > now && until <= now + PROBE_INTERVAL_MS) throw unfundedProblem(now);
}

async function quoteAmount(
  services: PaymentServices,
  { connection, session, time, plan }: PlannedPayment,
  probes: number,
): Promise<PaymentQuote | AmountTooSmall> {
  const forfeit = () => forfeitAccruedTime(services, connection, time, plan.delay);
  const expected = { incomingPayment: session.incoming_payment, amount: plan.amount };
  const quote = await sendCreateQuoteRequest(services, toPayer(connection), expected).catch(
    async (error: unknown) => {
      await forfeit();
      throw error;
    },
  );
  if (!('minSendAmount' in quote) || probes > 0) return quote;
  await forfeit();
  throw new RelayProblem('wallet-refused', 'No amount is large enough to arrive.');
}

/** @returns the session with its raised minimum, or undefined if the amount is efficient. */
async function raiseToEfficientAmount(
  services: PaymentServices,
  { connection, session, plan: { amount } }: PlannedPayment,
  quote: PaymentQuote,
): Promise<StoredSession | undefined> {
  const expected = { incomingPayment: session.incoming_payment, amount };
  const maxAmount = maxAccumulatedAmount(connection);
  const efficient = await findMinEfficientAmount(services, toPayer(connection), expected, quote, maxAmount);
  return efficient > amount ? raiseMinEfficientAmount(services, session, efficient) : undefined;
}

async function payQuote(
  services: PaymentServices,
  { connection, session, time, plan: { amount, delay: next } }: PlannedPayment,
  quote: PaymentQuote,
): Promise<Payment | NothingDue> {
  const payer = toPayer(connection);
  const reservation = { kind: 'streamed', sessionId: session.id, amount, quote, time } as const;
  const intent = await reserveIntent(services, connection, reservation);
  if (!intent) return { next: CONFLICT_RETRY_DELAY_MS };
  const { incoming_payment: incomingPayment } = session;
  const unfunded = isUnfunded(connection);
  const correction = unfunded ? undefined : computeCorrection(session, reportedAmounts(intent));
  const delivered = unfunded ? 'if-sent' : true;
  const submission = await submitPayment(services, payer, intent, { incomingPayment, delivered, correction });
  if (unfunded) return awaitProbePayment(services, connection, session, intent, next);
  if (submission === 'known') return { next: CONFLICT_RETRY_DELAY_MS };
  const spent = connection.spent + amount;
  const message = toPaymentMessage(payer, session, intent, next, {
    ...{ spent, correction: correction && (await readAppliedCorrection(services, intent, correction)) },
  });
  return { ...message, dueIn: next };
}
