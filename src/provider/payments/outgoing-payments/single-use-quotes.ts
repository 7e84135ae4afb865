import type { PaymentServices } from '../services/payment-services.js';
import type { Payer } from '../../core/payer.js';

/**
 * Whether the payer's wallet is known never to pay a quote twice. An unknown wallet may do it. After a
 * restart, this is derived from the latest payment of the same grant.
 */
export async function hasSingleUseQuotes(
  services: Pick<PaymentServices, 'singleUseQuotes' | 'database'>,
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
  learnQuoteReuse(services, payer, latest.quote_id, latest.outgoing_payment);
  return services.singleUseQuotes.get(payer.resourceServer) ?? false;
}

/**
 * Records whether the wallet uses the quote's id for the payment, as the live servers do. Such a wallet
 * cannot pay a quote twice, because two payments would have the same id. It is not stored, because every
 * payment shows it.
 */
export function learnQuoteReuse(
  { singleUseQuotes }: Pick<PaymentServices, 'singleUseQuotes'>,
  { resourceServer }: Payer,
  quoteId: string,
  paymentId: string,
): void {
  singleUseQuotes.set(resourceServer, lastSegment(quoteId) === lastSegment(paymentId));
}

/** The URL of a quote's payment if both have the same id. Undefined if the id is not a plain path segment. */
export function paymentUrlOfQuote({ resourceServer }: Payer, quoteId: string): string | undefined {
  const id = lastSegment(quoteId);
  return /^[\w~-]+$/.test(id) ? `${resourceServer.replace(/\/$/, '')}/outgoing-payments/${id}` : undefined;
}

function lastSegment(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}
