import { MAX_PAYMENTS_IN_BALANCE } from '../../protocol/sandbox/test-wallet-addresses.js';
import { expireAccessToken } from '../auth-server/access-tokens.js';
import { PaymentError, ResourceError, SignatureError } from '../core/errors.js';
import type { Exchange, Step } from '../operations/exchange.js';
import { findIncomingPayment } from '../ledger/payments/incoming-payments.js';
import type { Outcome } from '../ledger/database/account-tables.js';
import { countOutcomeCall } from '../ledger/payments/outcome.js';
import { findQuote } from '../ledger/payments/quotes.js';
import { challengeError } from './checks/check-access-token.js';

type OutcomeCall = 'quote' | 'payment';
type Refusal = (exchange: Exchange, incomingPayment: string, call: OutcomeCall) => Promise<void>;

/**
 * How the payer's wallet rejects a call, with the texts of live servers. Other outcomes take effect at
 * settlement.
 */
const REFUSALS: Readonly<Partial<Record<Outcome, Refusal>>> = {
  async 'out-of-balance'(exchange, incomingPayment, call) {
    if (call === 'quote' || (await countCall(exchange, incomingPayment)) <= MAX_PAYMENTS_IN_BALANCE) return;
    throw new PaymentError(403, 'unauthorized');
  },
  /** Expires the token in the database, so that only a rotation helps. Once for each incoming payment. */
  async 'token-expired'(exchange, incomingPayment) {
    const { wallet, request } = exchange;
    if ((await countCall(exchange, incomingPayment)) > 1n) return;
    const value = (request.headers.authorization ?? '').slice('GNAP '.length);
    await wallet.database.write((transaction) => expireAccessToken(transaction, value, wallet.now()));
    throw challengeError(wallet, 403, 'Inactive Token');
  },
  async 'key-revoked'() {
    throw new SignatureError('unknown key', 'could not find key in list of client keys');
  },
  async 'insufficient-grant'({ wallet }, _incomingPayment, call) {
    if (call === 'payment') throw challengeError(wallet, 403, 'Insufficient Grant');
  },
  /** Every other quote and every other payment fails, starting with the first. */
  async flaky(exchange, incomingPayment, call) {
    if ((await countCall(exchange, incomingPayment, call === 'payment' ? 'payments' : 'calls')) % 2n === 1n) {
      throw new ResourceError(500, 'Internal Server Error');
    }
  },
};

/**
 * Applies the outcome of a test wallet address. The payer's wallet does it, because there real payments fail,
 * too.
 */
export function applyOutcome(call: OutcomeCall): Step {
  return async (exchange) => {
    const id = await findReceiverId(exchange);
    const receiver =
      id === undefined ? undefined : await findIncomingPayment(exchange.wallet.database.reader, id, 0);
    if (receiver?.outcome) await REFUSALS[receiver.outcome]?.(exchange, receiver.id, call);
  };
}

async function findReceiverId({ wallet, request }: Exchange): Promise<string | undefined> {
  const body = request.body as { receiver?: string; incomingPayment?: string; quoteId?: string };
  if (body.quoteId === undefined) return body.receiver ?? body.incomingPayment;
  return (await findQuote(wallet.database.reader, body.quoteId))?.receiver;
}

function countCall(
  exchange: Exchange,
  incomingPayment: string,
  counter?: Parameters<typeof countOutcomeCall>[2],
): Promise<bigint> {
  return exchange.wallet.database.write(
    (transaction) => countOutcomeCall(transaction, incomingPayment, counter),
    { durable: false },
  );
}
