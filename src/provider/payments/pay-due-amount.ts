import type { NothingDue, Payment } from '../../protocol/relay-messages.js';
import type { StoredConnection } from '../core/connections.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { Services } from '../core/services.js';
import type { StoredSession } from '../core/sessions.js';
import { forfeitAccruedTime } from './accrual/forfeit-accrued-time.js';
import type { VisibleTime } from './accrual/visible-time.js';
import { computeCorrection, readAppliedCorrection } from './delivery/correction.js';
import { findMinEfficientAmount } from './rounding/find-min-efficient-amount.js';
import { maxAccumulatedAmount } from './next-payment.js';
import { toPayer } from '../core/payer.js';
import { reportedAmounts, toPaymentMessage } from './delivery/payment-message.js';
import { planPayment } from './plan-payment.js';
import { type PaymentQuote, sendCreateQuoteRequest } from './outgoing-payments/create-quote.js';
import { raiseMinSendAmount } from './outgoing-payments/raise-min-send-amount.js';
import { raiseMinEfficientAmount } from './rounding/raise-min-efficient-amount.js';
import { reserveIntent } from './intents/reserve-intent.js';
import { submitPayment } from './outgoing-payments/submit-payment.js';
import { isUnfunded } from '../budget/unfunded.js';
import { awaitProbePayment } from './await-probe-payment.js';

/** Retry delay after another tick has paid first. */
const CONFLICT_RETRY_DELAY_MS = 1_000;
/** Each probe at least doubles the amount, so probing stops at about 2^16 units. */
const MAX_PROBES = 16;
/** How often one tick raises the amount to reduce rounding losses, before it pays the amount as it is. */
const MAX_RAISES = 3;

/**
 * Pays the session's receiver if a payment is due.
 * @throws RelayProblem
 */
export async function payDueAmount(
  services: Services,
  connection: StoredConnection,
  session: StoredSession,
  time: VisibleTime,
  { probes = MAX_PROBES, raises = MAX_RAISES } = {},
): Promise<Payment | NothingDue> {
  const plan = await planPayment(services, connection, session, time);
  if (!plan.due) return toNothingDue(plan.next);
  const { incoming_payment: incomingPayment } = session;
  const payer = toPayer(connection);
  const expected = { incomingPayment, amount: plan.amount };
  const quote = await sendCreateQuoteRequest(services, payer, expected).catch(async (error: unknown) => {
    await forfeitAccruedTime(services, connection, time, plan.next);
    throw error;
  });
  if ('minSendAmount' in quote) {
    if (probes === 0) {
      await forfeitAccruedTime(services, connection, time, plan.next);
      throw new RelayProblem('wallet-refused', 'No amount is large enough to arrive.');
    }
    const raised = await raiseMinSendAmount(services, session, expected.amount, quote);
    return payDueAmount(services, connection, raised, time, { probes: probes - 1, raises });
  }
  if (raises > 0) {
    const maxAmount = maxAccumulatedAmount(connection);
    const minEfficientAmount = await findMinEfficientAmount(services, payer, expected, quote, maxAmount);
    if (minEfficientAmount > expected.amount) {
      const raised = await raiseMinEfficientAmount(services, session, minEfficientAmount);
      return payDueAmount(services, connection, raised, time, { probes, raises: raises - 1 });
    }
  }
  return payQuotedAmount(services, connection, session, {
    amount: expected.amount,
    quote,
    next: plan.next,
    time,
  });
}

interface QuotedAmount {
  amount: bigint;
  quote: PaymentQuote;
  /** Milliseconds until the next payment has accrued. */
  next: number;
  time: VisibleTime;
}

function toNothingDue(milliseconds: number): NothingDue {
  return { next: milliseconds, dueIn: milliseconds };
}

async function payQuotedAmount(
  services: Services,
  connection: StoredConnection,
  session: StoredSession,
  { amount, quote, next, time }: QuotedAmount,
): Promise<Payment | NothingDue> {
  const payer = toPayer(connection);
  const intent = await reserveIntent(services, connection, {
    ...{ kind: 'streamed', sessionId: session.id },
    ...{ amount, quote, time },
  });
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
