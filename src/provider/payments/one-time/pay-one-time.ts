import { checkActive, remainingBudget, type StoredConnection } from '../../core/connections.js';
import { RelayProblem } from '../../core/relay-problem.js';
import type { PaymentServices } from '../services/payment-services.js';
import { verifySpent } from '../verify-spent.js';
import { toPayerProblem } from '../../open-payments/payer-problem.js';
import { toPayer, readConnection } from '../../core/payer.js';
import { readPayableSessions } from './payable-sessions.js';
import { budgetSpentProblem } from '../../budget/budget-problems.js';
import { renewConnection } from '../../budget/renew-connection.js';
import { quoteShares, type QuotedShare } from './quote-shares.js';
import { reserveIntent } from '../intents/reserve-intent.js';
import { submitPayment } from '../outgoing-payments/submit-payment.js';
import { isUnfunded } from '../../budget/unfunded.js';

/** The result of a one-time payment. Amounts are units of the visitor's asset. */
export interface OneTimePaymentResult {
  paid: { walletAddress: string; amount: bigint }[];
  /** The part that was not paid: too small for every receiver, or left over after a failed payment. */
  unpaidAmount: bigint;
}

const LOCK_POLL_INTERVAL_MS = 100;
const MAX_LOCK_POLLS = 100;

/**
 * Pays an extra amount to the receivers of the site's open pages. It is limited by the budget but not by the
 * rate. The visitor has confirmed it on the provider's origin. The next ticks deliver it to the pages.
 * @param amount units of the visitor's asset.
 * @param receivers the wallet addresses that the visitor saw. Other receivers are not paid. Default: all.
 * @param sessionIds the sessions to pay. Default: all open sessions.
 * @throws TypeError if the amount is not positive. RelayProblem `connection-not-active`, `budget-spent`,
 * `no-open-page`, `payment-pending`, or the error of the first share. After `payer-unreachable`, it is not
 * known whether the first share was paid.
 */
export async function payOneTime(
  services: PaymentServices,
  connectionId: string,
  amount: bigint,
  receivers?: readonly string[],
  sessionIds?: readonly string[],
): Promise<OneTimePaymentResult> {
  if (amount <= 0n) throw new TypeError(`"amount" must be positive, got ${amount}`);
  await acquireConnectionLock(services, connectionId);
  try {
    const connection = await readActiveConnection(services, connectionId);
    try {
      return await splitAndPay(services, connection, amount, receivers, sessionIds);
    } catch (cause) {
      // All requests go to the visitor's wallet.
      throw toPayerProblem(services, toPayer(connection), cause);
    }
  } finally {
    services.lockedConnections.delete(connectionId);
  }
}

async function splitAndPay(
  services: PaymentServices,
  stored: StoredConnection,
  amount: bigint,
  receivers: readonly string[] | undefined,
  sessionIds: readonly string[] | undefined,
): Promise<OneTimePaymentResult> {
  const connection = await verifySpent(services, stored);
  if (amount > remainingBudget(connection)) {
    throw budgetSpentProblem(
      connection.interval_end,
      services.now(),
      'The amount exceeds the remaining budget.',
    );
  }
  const open = await readPayableSessions(services, connection.id, sessionIds);
  const sessions = open.filter(({ wallet_address: receiver }) => receivers?.includes(receiver) ?? true);
  if (sessions.length === 0) throw new RelayProblem('no-open-page');
  const shares = await quoteShares(services, connection, sessions, amount);
  return payShares(services, connection, shares, amount);
}

/** Waits until no other payment of the connection is in progress, including those of ticks. */
async function acquireConnectionLock(
  { lockedConnections, sleep }: PaymentServices,
  connectionId: string,
): Promise<void> {
  for (let polls = 0; lockedConnections.has(connectionId); polls += 1) {
    if (polls === MAX_LOCK_POLLS) throw new RelayProblem('payment-pending');
    await sleep(LOCK_POLL_INTERVAL_MS);
  }
  lockedConnections.add(connectionId);
}

async function readActiveConnection(services: PaymentServices, id: string): Promise<StoredConnection> {
  const connection = await renewConnection(services, await readConnection(services.database, id));
  checkActive(connection);
  return connection;
}

async function payShares(
  services: PaymentServices,
  connection: StoredConnection,
  shares: QuotedShare[],
  amount: bigint,
): Promise<OneTimePaymentResult> {
  const result: OneTimePaymentResult = { paid: [], unpaidAmount: amount };
  for (const share of shares) {
    try {
      await payShare(services, connection, share);
    } catch (error) {
      if (result.paid.length === 0) throw error;
      services.log.warn(
        { err: error, connection: connection.id },
        'a one-time payment was completed only in part',
      );
      return result;
    }
    result.paid.push({ walletAddress: share.session.wallet_address, amount: share.amount });
    result.unpaidAmount -= share.amount;
  }
  return result;
}

async function payShare(
  services: PaymentServices,
  { id }: StoredConnection,
  { session, amount, quote }: QuotedShare,
): Promise<void> {
  for (let attempts = 0; attempts < MAX_LOCK_POLLS; attempts += 1) {
    // Read again: it may have been revoked, or another node may have paid from it.
    const connection = await readActiveConnection(services, id);
    const intent = await reserveIntent(services, connection, {
      kind: 'once',
      sessionId: session.id,
      amount,
      quote,
    });
    if (intent) {
      const { incoming_payment: incomingPayment } = session;
      const delivered = isUnfunded(connection) ? 'if-sent' : false;
      await submitPayment(services, toPayer(connection), intent, { incomingPayment, delivered });
      return;
    }
    if (amount > remainingBudget(connection))
      throw budgetSpentProblem(connection.interval_end, services.now());
    await services.sleep(LOCK_POLL_INTERVAL_MS);
  }
  throw new RelayProblem('payment-pending');
}
