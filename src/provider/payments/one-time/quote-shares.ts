import type { StoredConnection } from '../../core/connections.js';
import { toPayer } from '../../core/payer.js';
import { RelayProblem } from '../../core/relay-problem.js';
import type { PaymentServices } from '../services/payment-services.js';
import type { StoredSession } from '../../core/sessions.js';
import type { PaymentQuote } from '../intents/payment-quote.js';
import { sendCreateQuoteRequest } from '../outgoing-payments/send-create-quote-request.js';
import { raiseMinSendAmount } from '../outgoing-payments/raise-min-send-amount.js';
import { splitAmount } from './split-amount.js';

/** One receiver's part of a one-time payment. */
export interface QuotedShare {
  session: StoredSession;
  amount: bigint;
  quote: PaymentQuote;
}

/** Each round raises the minimum amount of a receiver. After the last, the amount is too small to arrive. */
const MAX_PROBES = 16;

/** Quotes all shares before the first is paid. If a share is too small to arrive, splits again. */
export async function quoteShares(
  services: PaymentServices,
  connection: StoredConnection,
  sessions: StoredSession[],
  amount: bigint,
): Promise<QuotedShare[]> {
  const payer = toPayer(connection);
  for (let probes = 0; probes < MAX_PROBES; probes += 1) {
    const { shares } = splitAmount(
      amount,
      sessions.map(({ min_send_amount }) => min_send_amount),
    );
    const quoted: QuotedShare[] = [];
    let isTooSmall = false;
    for (const [index, session] of sessions.entries()) {
      const share = shares[index] ?? 0n;
      if (share === 0n) continue;
      const quote = await sendCreateQuoteRequest(services, payer, {
        incomingPayment: session.incoming_payment,
        amount: share,
      });
      if ('minSendAmount' in quote) {
        sessions[index] = await raiseMinSendAmount(services, session, share, quote);
        isTooSmall = true;
      } else quoted.push({ session, amount: share, quote });
    }
    if (!isTooSmall && quoted.length > 0) return quoted;
    if (!isTooSmall) break;
  }
  throw new RelayProblem('wallet-refused', 'The amount is too small to arrive at any receiver.');
}
