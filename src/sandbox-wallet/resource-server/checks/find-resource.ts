import { PaymentError, ResourceError } from '../../core/errors.js';
import { type Exchange, type ContextKey, get, set, type Step } from '../../operations/exchange.js';
import { findIncomingPayment, type IncomingPayment } from '../../ledger/payments/incoming-payments.js';
import { findOutgoingPayment, type OutgoingPayment } from '../../ledger/payments/outgoing-payments.js';
import { findQuote, type Quote } from '../../ledger/payments/quotes.js';
import { GRANTED_ACCESS } from './check-access-token.js';
import { WALLET_ADDRESS_ID } from './read-wallet-address.js';

export const INCOMING_PAYMENT: ContextKey<IncomingPayment> = { name: 'incoming payment' };
export const OUTGOING_PAYMENT: ContextKey<OutgoingPayment> = { name: 'outgoing payment' };
export const QUOTE: ContextKey<Quote> = { name: 'quote' };

export const findRequestedIncomingPayment: Step = findResource(INCOMING_PAYMENT, (exchange) =>
  findIncomingPayment(
    exchange.wallet.database.reader,
    resourceUrl(exchange, 'incoming-payments'),
    exchange.wallet.now(),
  ),
);

export const findRequestedOutgoingPayment: Step = findResource(OUTGOING_PAYMENT, (exchange) =>
  findOutgoingPayment(exchange.wallet.database.reader, resourceUrl(exchange, 'outgoing-payments')),
);

export const findRequestedQuote: Step = findResource(QUOTE, (exchange) =>
  findQuote(exchange.wallet.database.reader, resourceUrl(exchange, 'quotes')),
);

/** Without `read-all`, a client sees only what it created. Other resources are 404. */
export function checkCreatedByClient(key: ContextKey<{ client: string }>): Step {
  return (exchange) => {
    const { all, clientId } = get(exchange, GRANTED_ACCESS);
    if (!all && get(exchange, key).client !== clientId) throw new PaymentError(404, 'Not Found');
  };
}

/**
 * An unknown resource has no wallet address. Live servers reject it with 401 "Unauthorized" after they
 * checked the token.
 */
function findResource<Resource extends { walletAddress: string }>(
  key: ContextKey<Resource>,
  find: (exchange: Exchange) => Promise<Resource | undefined>,
): Step {
  return async (exchange) => {
    const resource = await find(exchange);
    set(exchange, WALLET_ADDRESS_ID, resource?.walletAddress);
    if (resource) set(exchange, key, resource);
    else if (exchange.request.headers.authorization === undefined)
      throw new ResourceError(401, 'Unauthorized');
  };
}

function resourceUrl({ wallet, request }: Exchange, collection: string): string {
  return `${wallet.resourceServer}/${collection}/${request.params['id'] ?? ''}`;
}
