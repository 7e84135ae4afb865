import { OpenPaymentsClientError } from '@interledger/open-payments/dist/client/error.js';
import { parseScaledAmount } from '../../protocol/amount.js';
import type { StoredConnection } from '../core/connections.js';
import { withAccessToken } from '../wallet-grants/with-access-token.js';
import { EgressError } from '../egress/egress-error.js';
import { classifyError } from '../open-payments/classify-error.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { GrantServices } from '../wallet-grants/access-tokens.js';
import { toPayer, readConnection } from '../core/payer.js';
import { raiseSpentBudget } from '../budget/budget.js';

/** For this long after a new interval starts, the wallet may still report the amount of the previous one. */
const MAX_CLOCK_SKEW_MS = 5 * 60_000;

/**
 * Updates `spent` from the wallet if the database may lack payments (detect-restore.ts). If the wallet does
 * not report its spent amount, the wallet's own limit applies. That limit equals the consented budget.
 * @returns the updated connection.
 * @throws RelayProblem, EgressError if the wallet cannot be reached now. Nothing is paid until it can.
 */
export async function verifySpent(
  services: GrantServices,
  connection: StoredConnection,
): Promise<StoredConnection> {
  if (connection.spent_unverified === 0n) return connection;
  const { interval_start: start, interval_end: end } = connection;
  if (end !== null && services.now() < Number(start) + MAX_CLOCK_SKEW_MS) return connection;
  const reported = (await fetchSpentAmount(services, connection)) ?? 0n;
  await services.write((transaction) => raiseSpentBudget(transaction, connection, reported));
  const verified = await readConnection(services.database, connection.id);
  if (verified.spent > connection.spent)
    services.log.warn(
      { connection: connection.id, before: String(connection.spent), spent: String(verified.spent) },
      'the wallet has paid more than the database contains; the difference counts as spent',
    );
  return verified;
}

// https://openpayments.dev/apis/resource-server/operations/get-outgoing-payment-grant/
/** The amount spent under the grant in its current interval. Undefined if the wallet does not report it. */
async function fetchSpentAmount(
  services: GrantServices,
  connection: StoredConnection,
): Promise<bigint | undefined> {
  const payer = toPayer(connection);
  try {
    const { spentDebitAmount: spent } = await withAccessToken(services, payer, (accessToken) =>
      services.client.outgoingPayment.getGrantSpentAmounts({ url: payer.resourceServer, accessToken }),
    );
    if (spent?.assetCode !== payer.assetCode || spent.assetScale !== payer.assetScale) return undefined;
    return parseSpentAmount(spent.value);
  } catch (error) {
    if (error instanceof RelayProblem || isRetryable(error)) throw error;
    services.log.warn(
      { err: error, connection: connection.id },
      'the wallet does not report its spent amount',
    );
    return undefined;
  }
}

function isRetryable(error: unknown): boolean {
  // Not implemented: a retry cannot help.
  if (error instanceof OpenPaymentsClientError && error.status === 501) return false;
  // An intermediary's error page is temporary. A 404 page is the wallet's own: it has no such endpoint.
  if (error instanceof EgressError && error.failure === 'response-not-json') return error.status !== 404;
  return ['unreachable', 'server-error', 'internal'].includes(classifyError(error));
}

function parseSpentAmount(value: string): bigint | undefined {
  try {
    return parseScaledAmount(value);
  } catch {
    return undefined;
  }
}
