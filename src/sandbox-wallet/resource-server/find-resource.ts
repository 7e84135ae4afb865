import { PaymentError, ResourceError } from '../errors.js';
import { type Exchange, type Fact, found, leave, type Step } from '../http/exchange.js';
import { findIncomingPayment, type IncomingPayment } from '../ledger/incoming-payments.js';
import { findOutgoingPayment, type OutgoingPayment } from '../ledger/outgoing-payments.js';
import { findQuote, type Quote } from '../ledger/quotes.js';
import { GRANTED_ACCESS } from './check-access-token.js';
import { WALLET_ADDRESS_ID } from './read-wallet-address.js';

export const INCOMING_PAYMENT: Fact<IncomingPayment> = { name: 'incoming payment' };
export const OUTGOING_PAYMENT: Fact<OutgoingPayment> = { name: 'outgoing payment' };
export const QUOTE: Fact<Quote> = { name: 'quote' };

export const findRequestedIncomingPayment: Step = findResource(INCOMING_PAYMENT, (exchange) =>
  findIncomingPayment(
    exchange.wallet.database.committed,
    resourceUrl(exchange, 'incoming-payments'),
    exchange.wallet.now(),
  ),
);

export const findRequestedOutgoingPayment: Step = findResource(OUTGOING_PAYMENT, (exchange) =>
  findOutgoingPayment(exchange.wallet.database.committed, resourceUrl(exchange, 'outgoing-payments')),
);

export const findRequestedQuote: Step = findResource(QUOTE, (exchange) =>
  findQuote(exchange.wallet.database.committed, resourceUrl(exchange, 'quotes')),
);

/** Without `read-all`, a client sees what it created; the rest does not exist for it. */
export function checkIsClients(fact: Fact<{ client: string }>): Step {
  return (exchange) => {
    const { all, clientId } = found(exchange, GRANTED_ACCESS);
    if (!all && found(exchange, fact).client !== clientId) throw new PaymentError(404, 'Not Found');
  };
}

/** An unknown resource has no wallet address, which live servers refuse as 401 "Unauthorized" once the token is checked. */
function findResource<Resource extends { walletAddress: string }>(
  fact: Fact<Resource>,
  find: (exchange: Exchange) => Promise<Resource | undefined>,
): Step {
  return async (exchange) => {
    const resource = await find(exchange);
    leave(exchange, WALLET_ADDRESS_ID, resource?.walletAddress);
    if (resource) leave(exchange, fact, resource);
    else if (exchange.request.headers.authorization === undefined)
      throw new ResourceError(401, 'Unauthorized');
  };
}

function resourceUrl({ wallet, request }: Exchange, collection: string): string {
  return `${wallet.resourceServer}/${collection}/${request.params['id'] ?? ''}`;
}
