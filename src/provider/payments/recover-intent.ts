import { classifyError, isTransient } from '../open-payments/classify-error.js';
import type { Services } from '../services.js';
import {
  type Intent,
  isSubmitting,
  markCreated,
  releaseIntent,
  type SubmittingIntent,
} from './intent-transitions.js';
import { listOutgoingPayments } from './outgoing-payments.js';
import { payQuote } from './pay-quote.js';
import { type Payer, readPayer } from './payer.js';
import { judgeRefusal } from './submit-payment.js';

/** Beyond the quote's end by this much, a payment that the wallet does not list will never exist. As much as two clocks may differ. */
const QUOTE_GRACE = 5 * 60_000;

/** `open`: still nobody knows; the reservation stays. */
export type Recovery = 'paid' | 'released' | 'open';

/**
 * Finds out what became of an intent whose answer was lost, in this order: was it listed; can its quote still be paid; can it never be paid.
 * Never asks for a second quote.
 * @throws whatever the wallet's silence throws; the intent stays as it is.
 */
export async function recoverIntent(services: Services, intent: Intent): Promise<Recovery> {
  const { database, write, now } = services;
  if (!isSubmitting(intent)) {
    return (await releaseIntent(write, intent)) ? 'released' : 'open';
  }
  const payer = await readPayer(database, intent.connection_id);
  if (await findListed(services, payer, intent)) return 'paid';
  if (BigInt(now()) > (intent.quote_expires_at ?? 0n) + BigInt(QUOTE_GRACE)) {
    await releaseIntent(write, intent);
    return 'released';
  }
  return payQuoteAgain(services, payer, intent);
}

async function findListed(services: Services, payer: Payer, intent: SubmittingIntent): Promise<boolean> {
  for await (const payment of listOutgoingPayments(services, payer, Number(intent.created_at))) {
    if (payment.metadata?.['wmIntent'] !== intent.id && payment.quoteId !== intent.quote_id) continue;
    await markCreated(services, intent, payment.id);
    return true;
  }
  return false;
}

async function payQuoteAgain(services: Services, payer: Payer, intent: SubmittingIntent): Promise<Recovery> {
  try {
    const payment = await payQuote(services, payer, intent);
    await markCreated(services, intent, payment.id);
    return 'paid';
  } catch (error) {
    // "invalid quote" is no proof of failure: the first try may have paid it after the list was read.
    if (classifyError(error) !== 'quote-invalid') {
      const problem = await judgeRefusal(services, intent, error);
      if (isTransient(classifyError(error))) throw problem;
      return 'released';
    }
    return (await findListed(services, payer, intent)) ? 'paid' : 'open';
  }
}
