import { OpenPaymentsClientError } from '@interledger/open-payments';
import { sql } from 'kysely';
import { parseScaledAmount } from '../../protocol/amount.js';
import type { StoredConnection } from '../connections.js';
import { withAccessToken } from '../consent/with-access-token.js';
import { EgressError } from '../egress/egress-error.js';
import { classifyError } from '../open-payments/classify-error.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { payerOf, readConnection } from './payer.js';

/** So long after an interval's begin the wallet's clock may still be in the one before, and tell what was spent in that. */
const CLOCK_SKEW = 5 * 60_000;

/**
 * The connection, after the wallet was asked what it has paid, where the database may lack payments (find-gap.ts). A wallet that does not say is left to
 * its own limit, which is as high as the budget that the visitor has consented to.
 * @throws RelayProblem, EgressError when the wallet is silent or cannot answer now: nothing is paid meanwhile.
 */
export async function checkSpent(
  services: Services,
  connection: StoredConnection,
): Promise<StoredConnection> {
  if (connection.unsure === 0n) return connection;
  const { interval_start: start, interval_end: end } = connection;
  if (end !== null && services.now() < Number(start) + CLOCK_SKEW) return connection;
  const known = (await readSpent(services, connection)) ?? 0n;
  await services.write((transaction) =>
    transaction
      .updateTable('connection')
      // What is reserved the wallet may have counted already: where that is not known, it counts twice rather than never.
      .set({
        unsure: 0n,
        spent: sql`CASE WHEN spent >= ${most(known)} THEN spent ELSE ${most(known)} END`,
        // What has accrued may have been paid, too; what was paid ahead is still owed.
        unpaid: sql`CASE WHEN spent >= ${most(known)} OR unpaid < 0 THEN unpaid ELSE 0 END`,
      })
      .where('id', '=', connection.id)
      .where('grant_id', 'is not distinct from', connection.grant_id)
      .where('interval_start', '=', start)
      .execute(),
  );
  const checked = await readConnection(services.database, connection.id);
  if (checked.spent > connection.spent)
    services.log.warn(
      { connection: connection.id, before: String(connection.spent), spent: String(checked.spent) },
      'the wallet has paid more than the database knows; it counts as spent',
    );
  return checked;
}

function most(known: bigint) {
  // PostgreSQL cannot tell the type of a parameter that stands alone.
  const amount = sql`CAST(${known} AS BIGINT)`;
  return sql`(CASE WHEN ${amount} <= budget - reserved THEN ${amount} ELSE budget - reserved END)`;
}

// https://openpayments.dev/apis/resource-server/operations/get-outgoing-payment-grant/
/** What the wallet has counted against the grant in its current interval; undefined where it does not say. */
async function readSpent(services: Services, connection: StoredConnection): Promise<bigint | undefined> {
  const payer = payerOf(connection);
  try {
    const { spentDebitAmount: spent } = await withAccessToken(services, payer, (accessToken) =>
      services.client.outgoingPayment.getGrantSpentAmounts({ url: payer.resourceServer, accessToken }),
    );
    if (spent?.assetCode !== payer.assetCode || spent.assetScale !== payer.assetScale) return undefined;
    return parseAnswer(spent.value);
  } catch (error) {
    if (error instanceof RelayProblem || maySayLater(error)) throw error;
    services.log.warn({ err: error, connection: connection.id }, 'the wallet does not say what it has paid');
    return undefined;
  }
}

function maySayLater(error: unknown): boolean {
  // Not implemented: it never says.
  if (error instanceof OpenPaymentsClientError && error.status === 501) return false;
  // A page of somebody on the way; a web server's own page says that there is nothing at this URL.
  if (error instanceof EgressError && error.failure === 'answer-not-json') return error.status !== 404;
  return ['unreachable', 'server-error', 'internal'].includes(classifyError(error));
}

function parseAnswer(value: string): bigint | undefined {
  try {
    return parseScaledAmount(value);
  } catch {
    // No amount: it does not say.
    return undefined;
  }
}
