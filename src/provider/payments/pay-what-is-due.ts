import type { NothingDue, Payment } from '../../protocol/relay-messages.js';
import type { StoredConnection } from '../connections.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import type { StoredSession } from '../sessions.js';
import { skipTurn } from './accrual/skip-turn.js';
import type { TimeLookedAt } from './accrual/time-looked-at.js';
import { correctionOf, takenCorrection } from './correction.js';
import { findWorthwhileAmount } from './rounding/find-worthwhile-amount.js';
import { mostWaitedFor } from './next-payment.js';
import { payerOf } from './payer.js';
import { amountsOf, toPaymentMessage } from './payment-message.js';
import { planPayment } from './plan-payment.js';
import { type PaymentQuote, quotePayment } from './quote-payment.js';
import { raiseMinSendAmount } from './raise-min-send-amount.js';
import { raiseWorthwhileAmount } from './rounding/raise-worthwhile-amount.js';
import { submitIntent } from './submit-intent.js';
import { submitPayment } from './submit-payment.js';
import { isUnfunded } from './unfunded.js';
import { waitForFunds } from './wait-for-funds.js';

/** How soon to ask again when another tick was faster. */
const NEXT_AFTER_ANOTHER = 1_000;
/** Each round at least doubles the amount; a wallet that refuses 2^16 units is not probed further. */
const MAX_PROBES = 16;
/** So often in one tick a larger amount is looked for because too much of one is lost: then it is paid as it is. */
const MAX_RAISES = 3;

/** @throws RelayProblem */
export async function payWhatIsDue(
  services: Services,
  connection: StoredConnection,
  session: StoredSession,
  time: TimeLookedAt,
  { probes = MAX_PROBES, raises = MAX_RAISES } = {},
): Promise<Payment | NothingDue> {
  const plan = await planPayment(services, connection, session, time);
  if (!plan.due) return waitUntilDue(plan.next);
  const { incoming_payment: incomingPayment } = session;
  const payer = payerOf(connection);
  const asked = { incomingPayment, amount: plan.amount };
  const quote = await quotePayment(services, payer, asked).catch(async (error: unknown) => {
    await skipTurn(services, connection, time, plan.next);
    throw error;
  });
  if ('minSendAmount' in quote) {
    if (probes === 0) {
      await skipTurn(services, connection, time, plan.next);
      throw new RelayProblem('wallet-refused', 'No amount is large enough to arrive.');
    }
    const raised = await raiseMinSendAmount(services, session, asked.amount, quote);
    return payWhatIsDue(services, connection, raised, time, { probes: probes - 1, raises });
  }
  if (raises > 0) {
    const most = mostWaitedFor(connection);
    const worthwhile = await findWorthwhileAmount(services, payer, asked, quote, most);
    if (worthwhile > asked.amount) {
      const raised = await raiseWorthwhileAmount(services, session, worthwhile);
      return payWhatIsDue(services, connection, raised, time, { probes, raises: raises - 1 });
    }
  }
  return payQuoted(services, connection, session, { amount: asked.amount, quote, next: plan.next, time });
}

interface Quoted {
  amount: bigint;
  quote: PaymentQuote;
  /** Milliseconds in which the next payment accrues. */
  next: number;
  time: TimeLookedAt;
}

function waitUntilDue(milliseconds: number): NothingDue {
  return { next: milliseconds, dueIn: milliseconds };
}

async function payQuoted(
  services: Services,
  connection: StoredConnection,
  session: StoredSession,
  { amount, quote, next, time }: Quoted,
): Promise<Payment | NothingDue> {
  const payer = payerOf(connection);
  const intent = await submitIntent(services, connection, {
    ...{ kind: 'streamed', sessionId: session.id },
    ...{ amount, quote, time },
  });
  if (!intent) return { next: NEXT_AFTER_ANOTHER };
  const { incoming_payment: incomingPayment } = session;
  const unfunded = isUnfunded(connection);
  const correction = unfunded ? undefined : correctionOf(session, amountsOf(intent));
  const told = unfunded ? 'if-sent' : true;
  const submission = await submitPayment(services, payer, intent, { incomingPayment, told, correction });
  if (unfunded) return waitForFunds(services, connection, session, intent, next);
  if (submission === 'known') return { next: NEXT_AFTER_ANOTHER };
  const spent = connection.spent + amount;
  const message = toPaymentMessage(payer, session, intent, next, {
    ...{ spent, correction: correction && (await takenCorrection(services, intent, correction)) },
  });
  return { ...message, dueIn: next };
}
