import { leftOf, type StoredConnection } from '../connections.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import type { StoredSession } from '../sessions.js';
import { checkSpent } from './check-spent.js';
import { payerOf, readConnection } from './payer.js';
import { readPayableSessions } from './payable-sessions.js';
import { budgetSpent, checkIsActive } from './plan-payment.js';
import { type PaymentQuote, quotePayment } from './quote-payment.js';
import { raiseMinSendAmount } from './raise-min-send-amount.js';
import { renewConnection } from './read-renewed-connection.js';
import { splitAmount } from './split-amount.js';
import { submitIntent } from './submit-intent.js';
import { submitPayment } from './submit-payment.js';
import { isUnfunded } from './unfunded.js';

/** What came of a payment that the visitor asked for, in the visitor's asset. */
export interface PaidOnce {
  paid: { walletAddress: string; amount: bigint }[];
  /** What was not paid: too little for any receiver, or the wallet stopped in between. */
  left: bigint;
}

interface Share {
  session: StoredSession;
  amount: bigint;
  quote: PaymentQuote;
}

const WAIT = 100;
const MOST_WAITS = 100;
/** Each round raises the least amount of a receiver; then nothing of the amount arrives there. */
const MAX_PROBES = 16;

/**
 * Pays an extra amount to the receivers of the site's open pages: beyond the rate, within the budget. The visitor has confirmed it on the provider's
 * own origin. The pages hear of it by their next ticks.
 * @param receivers the wallet addresses that the visitor was shown: of the open pages' links only these are paid.
 * @param only of these sessions. Default: all open ones.
 * @throws TypeError for an amount that is not positive; RelayProblem `connection-not-active`, `budget-spent`, `no-open-page`,
 * `payment-pending`, and what the wallet's first refusal means. After `payer-unreachable` nobody knows yet whether the first share was paid.
 */
export async function payOnce(
  services: Services,
  connectionId: string,
  amount: bigint,
  receivers?: readonly string[],
  only?: readonly string[],
): Promise<PaidOnce> {
  if (amount <= 0n) throw new TypeError(`"amount" must be positive, got ${amount}`);
  await takeTurn(services, connectionId);
  try {
    const connection = await checkSpent(services, await readActiveConnection(services, connectionId));
    if (amount > leftOf(connection)) {
      throw budgetSpent(
        connection.interval_end,
        services.now(),
        'The budget has less left than this amount.',
      );
    }
    const open = await readPayableSessions(services, connectionId, only);
    const sessions = receivers
      ? open.filter(({ wallet_address: receiver }) => receivers.includes(receiver))
      : open;
    if (sessions.length === 0) throw new RelayProblem('no-open-page');
    return await payShares(
      services,
      connection,
      await quoteShares(services, connection, sessions, amount),
      amount,
    );
  } finally {
    services.paying.delete(connectionId);
  }
}

/** One payment of a connection at a time, those of ticks included. */
async function takeTurn({ paying, sleep }: Services, connectionId: string): Promise<void> {
  for (let waits = 0; paying.has(connectionId); waits += 1) {
    if (waits === MOST_WAITS) throw new RelayProblem('payment-pending');
    await sleep(WAIT);
  }
  paying.add(connectionId);
}

async function readActiveConnection(services: Services, id: string): Promise<StoredConnection> {
  const connection = await renewConnection(services, await readConnection(services.database, id));
  checkIsActive(connection);
  return connection;
}

/** Quotes move no money, so all are asked for before the first is paid, and the shares divided anew when one is too small to arrive. */
async function quoteShares(
  services: Services,
  connection: StoredConnection,
  sessions: StoredSession[],
  amount: bigint,
): Promise<Share[]> {
  const payer = payerOf(connection);
  for (let probes = 0; probes < MAX_PROBES; probes += 1) {
    const { shares } = splitAmount(
      amount,
      sessions.map(({ min_send_amount }) => min_send_amount),
    );
    const quoted: Share[] = [];
    let isTooSmall = false;
    for (const [index, session] of sessions.entries()) {
      const share = shares[index] ?? 0n;
      if (share === 0n) continue;
      const quote = await quotePayment(services, payer, {
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

async function payShares(
  services: Services,
  connection: StoredConnection,
  shares: Share[],
  amount: bigint,
): Promise<PaidOnce> {
  const result: PaidOnce = { paid: [], left: amount };
  for (const share of shares) {
    try {
      await payShare(services, connection, share);
    } catch (error) {
      if (result.paid.length === 0) throw error;
      services.log.warn({ err: error, connection: connection.id }, 'a payment of several was not finished');
      return result;
    }
    result.paid.push({ walletAddress: share.session.wallet_address, amount: share.amount });
    result.left -= share.amount;
  }
  return result;
}

async function payShare(
  services: Services,
  { id }: StoredConnection,
  { session, amount, quote }: Share,
): Promise<void> {
  for (let waits = 0; waits < MOST_WAITS; waits += 1) {
    // Read anew: it may have been revoked, or paid from by another node.
    const connection = await readActiveConnection(services, id);
    const intent = await submitIntent(services, connection, {
      kind: 'once',
      sessionId: session.id,
      amount,
      quote,
    });
    if (intent) {
      const { incoming_payment: incomingPayment } = session;
      const told = isUnfunded(connection) ? 'if-sent' : false;
      await submitPayment(services, payerOf(connection), intent, { incomingPayment, told });
      return;
    }
    if (amount > leftOf(connection)) throw budgetSpent(connection.interval_end, services.now());
    await services.sleep(WAIT);
  }
  throw new RelayProblem('payment-pending');
}
