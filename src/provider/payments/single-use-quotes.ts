import type { Services } from '../services.js';
import type { Payer } from './payer.js';

/**
 * Whether the payer's wallet is known never to pay a quote twice. Whoever is not known may do it. After a start the payments say it that were made by
 * this grant before.
 */
export async function hasSingleUseQuotes(
  services: Pick<Services, 'singleUseQuotes' | 'database'>,
  payer: Payer,
): Promise<boolean> {
  const known = services.singleUseQuotes.get(payer.resourceServer);
  if (known !== undefined) return known;
  const latest = await services.database
    .selectFrom('intent')
    .select(['quote_id', 'outgoing_payment'])
    .where('connection_id', '=', payer.connectionId)
    .where('grant_id', '=', payer.grantId)
    .where('state', 'in', ['created', 'settled', 'failed'])
    .where('outgoing_payment', 'is not', null)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!latest?.outgoing_payment) return false;
  learnFromPayment(services, payer, latest.quote_id, latest.outgoing_payment);
  return services.singleUseQuotes.get(payer.resourceServer) ?? false;
}

/**
 * A wallet whose payments bear the ids of their quotes, as the live servers' do, cannot pay a quote twice: two payments would have one id.
 * Each payment shows it anew, so nothing more is stored.
 */
export function learnFromPayment(
  { singleUseQuotes }: Pick<Services, 'singleUseQuotes'>,
  { resourceServer }: Payer,
  quoteId: string,
  paymentId: string,
): void {
  singleUseQuotes.set(resourceServer, lastSegment(quoteId) === lastSegment(paymentId));
}

/** Where the payment of a quote stands if it bears the quote's id; undefined for an id that is no plain segment of a path. */
export function paymentOfQuote({ resourceServer }: Payer, quoteId: string): string | undefined {
  const id = lastSegment(quoteId);
  return /^[\w~-]+$/.test(id) ? `${resourceServer.replace(/\/$/, '')}/outgoing-payments/${id}` : undefined;
}

function lastSegment(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}
