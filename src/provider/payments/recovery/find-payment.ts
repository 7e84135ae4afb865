import type { OutgoingPayment } from '@interledger/open-payments';
import { classifyError } from '../../open-payments/classify-error.js';
import { RelayProblem } from '../../core/relay-problem.js';
import type { PaymentServices } from '../services/payment-services.js';
import type { Intent } from '../../core/intent-table.js';
import {
  getOutgoingPayment,
  listOutgoingPaymentsSince,
} from '../outgoing-payments/list-outgoing-payments.js';
import type { Payer } from '../../core/payer.js';
import { hasSingleUseQuotes, paymentUrlOfQuote } from '../outgoing-payments/single-use-quotes.js';

/**
 * Finds the intent's payment at the wallet. If payments have the ids of their quotes, one request is enough.
 * Otherwise it reads the list of payments.
 * @param isLastAttempt if true, a payment that is not found counts as not made, so the list is always read.
 * @throws RelayProblem, OpenPaymentsClientError, EgressError if the wallet cannot be queried.
 */
export async function findPaymentOfIntent(
  services: PaymentServices,
  payer: Payer,
  intent: Intent,
  isLastAttempt: boolean,
): Promise<OutgoingPayment | undefined> {
  const byQuote = await findByQuote(services, payer, intent);
  if (byQuote === 'none' && !isLastAttempt && (await hasSingleUseQuotes(services, payer))) return undefined;
  return typeof byQuote === 'object' ? byQuote : findInList(services, payer, intent);
}

async function findByQuote(
  services: PaymentServices,
  payer: Payer,
  intent: Intent,
): Promise<OutgoingPayment | 'none' | 'unclear'> {
  const url = paymentUrlOfQuote(payer, intent.quote_id);
  if (url === undefined) return 'unclear';
  try {
    const payment = await getOutgoingPayment(services, payer, url);
    if (!payment) return 'none';
    if (isPaymentOfIntent(payment, intent)) return payment;
    // If ids are small numbers, a quote and an unrelated payment can have the same id.
    const hasNoReference = payment.metadata === undefined && payment.quoteId === undefined;
    return hasNoReference && (await hasSingleUseQuotes(services, payer)) ? payment : 'unclear';
  } catch (error) {
    if (error instanceof RelayProblem || ['internal', 'unreachable'].includes(classifyError(error)))
      throw error;
    // Live servers may return 500 for an unknown id.
    services.log.debug(
      { err: error, intent: intent.id },
      "requesting a payment by its quote's id failed; reading the list",
    );
    return 'unclear';
  }
}

async function findInList(
  services: PaymentServices,
  payer: Payer,
  intent: Intent,
): Promise<OutgoingPayment | undefined> {
  for await (const page of listOutgoingPaymentsSince(services, payer, Number(intent.created_at))) {
    const payment = page.find((each) => isPaymentOfIntent(each, intent));
    if (payment) return payment;
  }
  return undefined;
}

function isPaymentOfIntent({ metadata, quoteId }: OutgoingPayment, intent: Intent): boolean {
  return metadata?.['wmIntent'] === intent.id || quoteId === intent.quote_id;
}
