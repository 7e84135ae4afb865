import { classifyError, leavesDoubt, wasNeverSent } from '../open-payments/classify-error.js';
import { payerProblem } from '../open-payments/payer-problem.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { findLie, quarantine } from './check-echo.js';
import { endClaim } from './claim-intent.js';
import { type Intent, markCreated, markStuck, releaseIntent } from './intent-transitions.js';
import { payQuote } from './pay-quote.js';
import type { Payer } from './payer.js';
import { budgetSpent, setOutOfFunds } from './plan-payment.js';
import { learnFromPayment } from './single-use-quotes.js';

/** `known`: somebody else has found the payment first, and tells the page of it. */
export type Submission = 'paid' | 'known';

/** What the wallet's answer is compared with, and whether the page hears of it by the answer under way. */
export interface Submitted {
  incomingPayment: string;
  told: boolean;
}

/**
 * Pays the intent's quote and judges the answer.
 * @throws RelayProblem. Afterwards the intent is released where the wallet's refusal is definite; where nobody knows it is open and
 * unclaimed, and the next tick finds out; after a lie it counts as spent, and the connection is paused.
 */
export async function submitPayment(
  services: Services,
  payer: Payer,
  intent: Intent,
  submitted: Submitted,
): Promise<Submission> {
  let payment: Awaited<ReturnType<typeof payQuote>>;
  try {
    payment = await payQuote(services, payer, intent);
  } catch (cause) {
    throw await judgeRefusal(services, payer, intent, cause);
  }
  return acceptPayment(services, payer, intent, submitted, payment);
}

/** The payment that the wallet shows for the intent, if it is the one that was asked for. @throws RelayProblem `payer-answer-invalid` */
export async function acceptPayment(
  services: Services,
  payer: Payer,
  intent: Intent,
  { incomingPayment, told }: Submitted,
  payment: Parameters<typeof findLie>[2],
): Promise<Submission> {
  const lie = findLie(payer, { incomingPayment, amount: intent.debit_amount }, payment);
  if (lie) {
    await markStuck(services, intent, payment.id);
    throw await quarantine(services, payer, lie);
  }
  learnFromPayment(services, payer, intent.quote_id, payment.id);
  return (await markCreated(services, intent, { id: payment.id, told })) ? 'paid' : 'known';
}

/** Releases the intent where the wallet's refusal is definite, and says what the page is told. */
async function judgeRefusal(
  services: Services,
  payer: Payer,
  intent: Intent,
  cause: unknown,
): Promise<Error> {
  const isRelayProblem = cause instanceof RelayProblem;
  // A problem of our own kept it from being sent. Where another node has the claim by now, it stays with that one.
  const failure = isRelayProblem ? 'refused' : classifyError(cause);
  if (failure === 'internal' || leavesDoubt(failure)) {
    if (wasNeverSent(cause)) await releaseIntent(services, intent);
    else await endClaim(services, intent);
    return failure === 'internal'
      ? (cause as Error)
      : new RelayProblem('payer-unreachable', undefined, { cause });
  }
  // No proof of failure: an earlier try may have paid it.
  if (failure === 'quote-invalid') {
    await endClaim(services, intent);
    return new RelayProblem('payment-pending', undefined, { cause });
  }
  await releaseIntent(services, intent);
  if (failure === 'over-limit') {
    const renewsAt = await setOutOfFunds(services, payer.connectionId, payer.grantId);
    return budgetSpent(renewsAt, services.now(), 'The wallet says that it pays no more.');
  }
  if (failure === 'receiver-invalid') return new RelayProblem('receiver-invalid', undefined, { cause });
  return payerProblem(services, payer, cause);
}
