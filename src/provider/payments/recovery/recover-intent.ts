import type { OutgoingPayment } from '@interledger/open-payments';
import { isUsableConnection } from '../../../protocol/relay-messages.js';
import type { StoredConnection } from '../../core/connections.js';
import { classifyError, isTransientFailure, isOutcomeUnknown } from '../../open-payments/classify-error.js';
import { RelayProblem } from '../../core/relay-problem.js';
import type { PaymentServices } from '../services/payment-services.js';
import { releaseIntentLease } from '../intents/intent-lease.js';
import { findPaymentOfIntent } from './find-payment.js';
import type { Intent } from '../../core/intent-table.js';
import { markStuck, releaseReservation } from '../intents/intent-state.js';
import { sendCreateOutgoingPaymentRequest } from '../outgoing-payments/send-create-outgoing-payment-request.js';
import { type Payer, toPayer, readConnection } from '../../core/payer.js';
import { computeNextRecovery, QUOTE_GRACE_PERIOD_MS } from './recovery-delay.js';
import { hasSingleUseQuotes } from '../outgoing-payments/single-use-quotes.js';
import { acceptPayment, type SubmittedPayment } from '../outgoing-payments/submit-payment.js';

/** Recovery stops after this time, even if the wallet is unreachable or the visitor has to consent again. */
const GIVE_UP_AFTER_MS = 24 * 60 * 60_000;

/** `known`: another node has recorded the result. `open`: still unknown, the reservation stays. */
export type RecoveryOutcome = 'paid' | 'known' | 'released' | 'stuck' | 'open';

/**
 * Determines the result of a leased intent whose response was lost, and releases the lease:
 * 1. If the wallet returns the payment, it is accepted.
 * 2. If the quote has expired, the reservation is released.
 * 3. If the quote can still be paid, and never twice, it is paid.
 *
 * Never requests a second quote.
 * @param deliveringSessionId the session of the current tick. Its page receives the payment in the current
 * response, any other page with a later tick.
 * @throws RelayProblem, OpenPaymentsClientError, EgressError if the query fails. The intent stays open.
 */
export async function recoverIntent(
  services: PaymentServices,
  intent: Intent,
  deliveringSessionId?: string,
): Promise<RecoveryOutcome> {
  try {
    const connection = await readConnection(services.database, intent.connection_id);
    const { incoming_payment: incomingPayment } = await services.database
      .selectFrom('session')
      .select('incoming_payment')
      .where('id', '=', intent.session_id)
      .executeTakeFirstOrThrow();
    const submitted = { incomingPayment, delivered: intent.session_id === deliveringSessionId };
    const recovery = await findOutcome(services, connection, intent, submitted);
    services.metrics.recoveries.inc({ outcome: recovery });
    return recovery;
  } catch (error) {
    if (!(await isUnrecoverable(services, intent, error))) throw error;
    services.log.warn({ intent: intent.id, err: error }, 'the result of a payment cannot be determined');
    await markStuck(services, intent);
    services.metrics.recoveries.inc({ outcome: 'stuck' });
    return 'stuck';
  } finally {
    await releaseIntentLease(services, intent, computeNextRecovery(intent, services.now()));
  }
}

async function findOutcome(
  services: PaymentServices,
  connection: StoredConnection,
  intent: Intent,
  submitted: SubmittedPayment,
): Promise<RecoveryOutcome> {
  const payer = toPayer(connection);
  const isReplaced = intent.grant_id !== connection.grant_id;
  if (isReplaced && !(await isSameWallet(services, intent, payer))) {
    await markStuck(services, intent);
    return 'stuck';
  }
  // Evaluated before the query: until the quote expires, a payment can still be made after the query.
  const isExpired = isQuoteExpired(services, intent);
  const found = await findPaymentOfIntent(services, payer, intent, isExpired);
  if (found) return acceptPayment(services, payer, intent, submitted, found);
  if (isExpired) {
    return (await releaseReservation(services, intent)) ? 'released' : 'known';
  }
  // A revoked or paused connection pays nothing more. A new consent does not pay for an earlier one.
  if (isReplaced) return 'open';
  if (!isUsableConnection(connection)) return 'open';
  // The wallet's data may lag, and a retry could then pay twice. So wait until the quote has expired.
  if (!(await hasSingleUseQuotes(services, payer))) return 'open';
  return retryPayment(services, payer, intent, submitted);
}

/** Whether the new consent uses the wallet of the intent. Another wallet does not have the payment. */
async function isSameWallet({ database }: PaymentServices, intent: Intent, payer: Payer): Promise<boolean> {
  const grant = await database
    .selectFrom('wallet_grant')
    .select('wallet_address')
    .where('id', '=', intent.grant_id)
    .executeTakeFirst();
  return grant?.wallet_address === payer.walletAddress;
}

async function retryPayment(
  services: PaymentServices,
  payer: Payer,
  intent: Intent,
  submitted: SubmittedPayment,
): Promise<RecoveryOutcome> {
  let payment: OutgoingPayment | undefined;
  try {
    payment = await sendCreateOutgoingPaymentRequest(services, payer, intent);
  } catch (error) {
    const failure = classifyError(error);
    if (isOutcomeUnknown(failure) || failure === 'internal') throw error;
    // A refusal proves nothing: the first attempt may have paid the quote after the query.
    payment = await findPaymentOfIntent(services, payer, intent, true);
  }
  return payment ? acceptPayment(services, payer, intent, submitted, payment) : 'open';
}

function isQuoteExpired({ now }: PaymentServices, { quote_expires_at: end }: Intent): boolean {
  return BigInt(now() - QUOTE_GRACE_PERIOD_MS) > end;
}

/**
 * True if the quote has expired and the result cannot be determined: the wallet has no readable list or is
 * gone, or there is no token because the visitor ended the connection or has not consented again for a day.
 */
async function isUnrecoverable(services: PaymentServices, intent: Intent, error: unknown): Promise<boolean> {
  if (error instanceof RelayProblem && error.code !== 'connection-not-active') return false;
  const failure = error instanceof RelayProblem ? 'refused' : classifyError(error);
  if (failure === 'internal' || !isQuoteExpired(services, intent)) return false;
  if (services.now() - Number(intent.created_at) > GIVE_UP_AFTER_MS) return true;
  if (!(error instanceof RelayProblem)) return !isTransientFailure(failure);
  // Without a token nothing is paid. So wait: the wallet can be queried after the visitor consents again.
  return (await readConnection(services.database, intent.connection_id)).state === 'revoked';
}
