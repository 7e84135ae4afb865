import type { Services } from '../services.js';
import type { Payer } from './payer.js';

type Known = Pick<Services, 'singleUseQuotes'>;

/** Whether the payer's wallet is known never to pay a quote twice. Whoever is not known may do it. */
export function hasSingleUseQuotes({ singleUseQuotes }: Known, { resourceServer }: Payer): boolean {
  return singleUseQuotes.has(resourceServer);
}

/**
 * A wallet whose payments bear the ids of their quotes, as the live servers' do, cannot pay a quote twice: two payments would have one id.
 * Each payment shows it anew, so nothing is stored: a node that has just started is careful until the first.
 */
export function learnFromPayment(
  { singleUseQuotes }: Known,
  { resourceServer }: Payer,
  quoteId: string,
  paymentId: string,
): void {
  if (lastSegment(quoteId) === lastSegment(paymentId)) singleUseQuotes.add(resourceServer);
  else singleUseQuotes.delete(resourceServer);
}

function lastSegment(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}
