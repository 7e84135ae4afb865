import type { OutgoingPayment } from '@interledger/open-payments';
import { classifyError } from '../open-payments/classify-error.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import type { Intent } from './intent-transitions.js';
import { getOutgoingPayment, listOutgoingPayments } from './outgoing-payments.js';
import type { Payer } from './payer.js';
import { hasSingleUseQuotes, paymentOfQuote } from './single-use-quotes.js';

/**
 * The payment that the wallet shows for the intent, or undefined. Where payments bear the ids of their quotes, one call finds it, however many there are. Where
 * they do not, or may not any more, the list does.
 * @param isLast what is not found now is taken to have never been made: then a wallet's habits are no proof, and its list is read in any case.
 * @throws whatever the wallet's silence throws.
 */
export async function findPayment(
  services: Services,
  payer: Payer,
  intent: Intent,
  isLast: boolean,
): Promise<OutgoingPayment | undefined> {
  const asked = await askForPaymentOfQuote(services, payer, intent);
  if (asked === 'none' && !isLast && (await hasSingleUseQuotes(services, payer))) return undefined;
  return typeof asked === 'object' ? asked : findListed(services, payer, intent);
}

async function askForPaymentOfQuote(
  services: Services,
  payer: Payer,
  intent: Intent,
): Promise<OutgoingPayment | 'none' | 'unclear'> {
  const url = paymentOfQuote(payer, intent.quote_id);
  if (url === undefined) return 'unclear';
  try {
    const payment = await getOutgoingPayment(services, payer, url);
    if (!payment) return 'none';
    if (isOf(payment, intent)) return payment;
    // Where ids are small numbers, quote and payment may share one by chance.
    const saysNothing = payment.metadata === undefined && payment.quoteId === undefined;
    return saysNothing && (await hasSingleUseQuotes(services, payer)) ? payment : 'unclear';
  } catch (error) {
    if (error instanceof RelayProblem || ['internal', 'unreachable'].includes(classifyError(error)))
      throw error;
    // Live servers may say 500 of an id that they do not know.
    services.log.debug({ err: error, intent: intent.id }, 'a payment is looked for in the list');
    return 'unclear';
  }
}

async function findListed(
  services: Services,
  payer: Payer,
  intent: Intent,
): Promise<OutgoingPayment | undefined> {
  for await (const page of listOutgoingPayments(services, payer, Number(intent.created_at))) {
    const payment = page.find((each) => isOf(each, intent));
    if (payment) return payment;
  }
  return undefined;
}

function isOf({ metadata, quoteId }: OutgoingPayment, intent: Intent): boolean {
  return metadata?.['wmIntent'] === intent.id || quoteId === intent.quote_id;
}
