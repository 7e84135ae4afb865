import type { OutgoingPayment } from '@interledger/open-payments';
import { parseScaledAmount } from '../../../protocol/amount.js';
import { classifyError, isOutcomeUnknown, wasNeverSent } from '../../open-payments/classify-error.js';
import { RelayProblem } from '../../core/relay-problem.js';
import type { PaymentServices } from '../services/payment-services.js';
import { findMismatch, suspendConnection } from './verify-response.js';
import { releaseIntentLease } from '../intents/intent-lease.js';
import type { Correction } from '../delivery/correction.js';
import type { Intent } from '../../core/intent-table.js';
import {
  type CreatedOutgoingPayment,
  markCreated,
  markSettled,
  markStuck,
  releaseReservation,
} from '../intents/intent-state.js';
import { sendCreateOutgoingPaymentRequest } from './send-create-outgoing-payment-request.js';
import type { Payer } from '../../core/payer.js';
import { markOutOfFunds } from '../../budget/budget.js';
import { budgetSpentProblem } from '../../budget/budget-problems.js';
import { learnQuoteReuse } from './single-use-quotes.js';

/** `known`: the current response does not deliver the payment, which was already found or has failed. */
export type SubmissionOutcome = 'paid' | 'known';

/** The expected receiver, and how the payment is delivered to the page. */
export interface SubmittedPayment {
  incomingPayment: string;
  delivered: CreatedOutgoingPayment['delivered'];
  correction?: Correction | undefined;
}

/**
 * Pays the intent's quote and processes the response.
 * @throws RelayProblem, OpenPaymentsClientError, EgressError
 * - After a definite refusal, the reservation is released.
 * - If the result is unknown, the intent stays open without a lease, and the next tick recovers it.
 * - If the response does not match the request, the amount counts as spent and the connection is paused.
 */
export async function submitPayment(
  services: PaymentServices,
  payer: Payer,
  intent: Intent,
  submitted: SubmittedPayment,
): Promise<SubmissionOutcome> {
  let payment: Awaited<ReturnType<typeof sendCreateOutgoingPaymentRequest>>;
  try {
    payment = await sendCreateOutgoingPaymentRequest(services, payer, intent);
  } catch (cause) {
    throw await handleRefusal(services, payer, intent, cause);
  }
  return acceptPayment(services, payer, intent, submitted, payment);
}

/**
 * Verifies and records the intent's payment as returned by the wallet.
 * @throws RelayProblem `payer-response-invalid` if the payment does not match the intent.
 */
export async function acceptPayment(
  services: PaymentServices,
  payer: Payer,
  intent: Intent,
  { incomingPayment, delivered, correction }: SubmittedPayment,
  payment: Parameters<typeof findMismatch>[2] & Pick<OutgoingPayment, 'failed' | 'sentAmount'>,
): Promise<SubmissionOutcome> {
  const mismatch = findMismatch(payer, { incomingPayment, amount: intent.debit_amount }, payment);
  if (mismatch) {
    await markStuck(services, intent, payment.id);
    throw await suspendConnection(services, payer, mismatch);
  }
  learnQuoteReuse(services, payer, intent.quote_id, payment.id);
  if (payment.failed) {
    await markFailed(services, intent, payment);
    return 'known';
  }
  const created = { id: payment.id, delivered, ...(correction && { correction }) };
  return (await markCreated(services, intent, created)) ? 'paid' : 'known';
}

/** Records a failed payment. A later tick delivers it if a part was sent. */
async function markFailed(
  services: PaymentServices,
  intent: Intent,
  { id, sentAmount }: Pick<OutgoingPayment, 'id' | 'sentAmount'>,
): Promise<void> {
  const created = { ...intent, state: 'created' as const, outgoing_payment: id };
  if (!(await markCreated(services, intent, { id, delivered: false }))) return;
  await markSettled(services, [
    { intent: created, sent: parseScaledAmount(sentAmount.value), state: 'failed' },
  ]);
  services.metrics.settlements.inc({ outcome: 'failed' });
}

/** Releases the reservation after a definite refusal. Returns the error to throw. */
async function handleRefusal(
  services: PaymentServices,
  payer: Payer,
  intent: Intent,
  cause: unknown,
): Promise<Error> {
  const isRelayProblem = cause instanceof RelayProblem;
  // A RelayProblem means that the request was not sent. If another node holds the lease, it keeps the intent.
  const failure = isRelayProblem ? 'refused' : classifyError(cause);
  if (failure === 'internal' || isOutcomeUnknown(failure)) {
    if (wasNeverSent(cause)) await releaseReservation(services, intent);
    else await releaseIntentLease(services, intent);
    return failure === 'internal'
      ? (cause as Error)
      : new RelayProblem('payer-unreachable', undefined, { cause });
  }
  // Not a definite refusal: an earlier attempt may have paid the quote.
  if (failure === 'quote-invalid') {
    await releaseIntentLease(services, intent);
    return new RelayProblem('payment-pending', undefined, { cause });
  }
  await releaseReservation(services, intent);
  if (failure === 'over-limit') {
    const renewsAt = await markOutOfFunds(services, payer.connectionId, payer.grantId);
    return budgetSpentProblem(renewsAt, services.now(), "The wallet refused: the grant's limit is reached.");
  }
  if (failure === 'receiver-invalid') return new RelayProblem('receiver-invalid', undefined, { cause });
  return cause as Error;
}
