import { expireAccessToken } from '../auth-server/access-tokens.js';
import { PaymentError, ResourceError, SignatureError } from '../errors.js';
import type { Exchange, Step } from '../http/exchange.js';
import { findIncomingPayment } from '../ledger/incoming-payments.js';
import { countOutcomeCall, type Outcome } from '../ledger/outcome.js';
import { findQuote } from '../ledger/quotes.js';
import { refused } from './check-access-token.js';

/** Payments to `/out-of-balance` that each incoming payment takes before the balance is out. */
const PAYMENTS_IN_BALANCE = 3n;

type Call = 'quote' | 'payment';
type Refusal = (exchange: Exchange, incomingPayment: string, call: Call) => Promise<void>;

/** How the payer's wallet refuses, in the words of live servers. Outcomes that are not here are settlement's. */
const REFUSALS: Readonly<Partial<Record<Outcome, Refusal>>> = {
  async 'out-of-balance'(exchange, incomingPayment, call) {
    if (call === 'quote' || (await count(exchange, incomingPayment)) <= PAYMENTS_IN_BALANCE) return;
    throw new PaymentError(403, 'unauthorized');
  },
  /** Really expired, so that nothing but a rotation helps. Once for each incoming payment. */
  async 'token-expired'(exchange, incomingPayment) {
    const { wallet, request } = exchange;
    if ((await count(exchange, incomingPayment)) > 1n) return;
    const value = (request.headers.authorization ?? '').slice('GNAP '.length);
    await wallet.database.write((transaction) => expireAccessToken(transaction, value, wallet.now()));
    throw refused(wallet, 403, 'Inactive Token');
  },
  async 'key-revoked'() {
    throw new SignatureError('unknown key', 'could not find key in list of client keys');
  },
  async 'insufficient-grant'({ wallet }, _incomingPayment, call) {
    if (call === 'payment') throw refused(wallet, 403, 'Insufficient Grant');
  },
  /** Every other quote and every other payment, the first included. */
  async flaky(exchange, incomingPayment, call) {
    if ((await count(exchange, incomingPayment, call === 'payment' ? 'payments' : 'calls')) % 2n === 1n) {
      throw new ResourceError(500, 'Internal Server Error');
    }
  },
};

/** A payment to a test wallet address fares as the address says. Played where money leaves, for that is where real ones fail. */
export function playOutcome(call: Call): Step {
  return async (exchange) => {
    const id = await receiverOf(exchange);
    const receiver =
      id === undefined ? undefined : await findIncomingPayment(exchange.wallet.database.committed, id, 0);
    if (receiver?.outcome) await REFUSALS[receiver.outcome]?.(exchange, receiver.id, call);
  };
}

async function receiverOf({ wallet, request }: Exchange): Promise<string | undefined> {
  const body = request.body as { receiver?: string; incomingPayment?: string; quoteId?: string };
  if (body.quoteId === undefined) return body.receiver ?? body.incomingPayment;
  return (await findQuote(wallet.database.committed, body.quoteId))?.receiver;
}

function count(
  exchange: Exchange,
  incomingPayment: string,
  counter?: Parameters<typeof countOutcomeCall>[2],
): Promise<bigint> {
  return exchange.wallet.database.write(
    (transaction) => countOutcomeCall(transaction, incomingPayment, counter),
    { durable: false },
  );
}
