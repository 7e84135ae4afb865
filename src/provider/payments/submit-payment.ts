import type { OutgoingPayment } from '@interledger/open-payments';
import { parseScaledAmount } from '../../protocol/amount.js';
import { classifyError, leavesDoubt, wasNeverSent } from '../open-payments/classify-error.js';
import { payerProblem } from '../open-payments/payer-problem.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { findLie, quarantine } from './check-echo.js';
import { endClaim } from './claim-intent.js';
import type { Correction } from './correction.js';
import {
  type CreatedPayment,
  type Intent,
  markCreated,
  markSettled,
  markStuck,
  releaseIntent,
} from './intent-transitions.js';
import { payQuote } from './pay-quote.js';
import type { Payer } from './payer.js';
import { budgetSpent, setOutOfFunds } from './plan-payment.js';
import { learnFromPayment } from './single-use-quotes.js';

/** `known`: this answer tells no page of it, for somebody else has found the payment first, or it has failed already. */
export type Submission = 'paid' | 'known';

/** What the wallet's answer is compared with, and whether the page hears of it by the answer under way. */
export interface Submitted {
  incomingPayment: string;
  told: CreatedPayment['told'];
  correction?: Correction | undefined;
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
  { incomingPayment, told, correction }: Submitted,
  payment: Parameters<typeof findLie>[2] & Pick<OutgoingPayment, 'failed' | 'sentAmount'>,
): Promise<Submission> {
  const lie = findLie(payer, { incomingPayment, amount: intent.debit_amount }, payment);
  if (lie) {
    await markStuck(services, intent, payment.id);
    throw await quarantine(services, payer, lie);
  }
  learnFromPayment(services, payer, intent.quote_id, payment.id);
  if (payment.failed) {
    await markFailed(services, intent, payment);
    return 'known';
  }
  const created = { id: payment.id, told, ...(correction && { correction }) };
  return (await markCreated(services, intent, created)) ? 'paid' : 'known';
}

/** The page hears of it by a later tick, and only where a part was sent. */
async function markFailed(
  services: Services,
  intent: Intent,
  { id, sentAmount }: Pick<OutgoingPayment, 'id' | 'sentAmount'>,
): Promise<void> {
  const created = { ...intent, state: 'created' as const, outgoing_payment: id };
  if (!(await markCreated(services, intent, { id, told: false }))) return;
  await markSettled(services, [
    { intent: created, sent: parseScaledAmount(sentAmount.value), state: 'failed' },
  ]);
  services.metrics.settlements.inc({ outcome: 'failed' });
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
