import type { OutgoingPayment } from '@interledger/open-payments';
import type { StoredConnection } from '../connections.js';
import { classifyError, isTransient, leavesDoubt } from '../open-payments/classify-error.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { endClaim } from './claim-intent.js';
import { findPayment } from './find-payment.js';
import { type Intent, markStuck, releaseIntent } from './intent-transitions.js';
import { payQuote } from './pay-quote.js';
import { type Payer, payerOf, readConnection } from './payer.js';
import { nextRecovery, QUOTE_GRACE } from './recovery-pause.js';
import { hasSingleUseQuotes } from './single-use-quotes.js';
import { acceptPayment, type Submitted } from './submit-payment.js';

/** A wallet that has been silent for so long is not asked any more, nor is a visitor waited for who has to consent again. */
const GIVEN_UP_AFTER = 24 * 60 * 60_000;

/** `known`: somebody else has found out meanwhile · `open`: still nobody knows; the reservation stays. */
export type Recovery = 'paid' | 'known' | 'released' | 'stuck' | 'open';

/**
 * Finds out what became of a claimed intent whose answer was lost, in this order: does the wallet show it; can it never be paid any more; can its quote still be paid, and not twice.
 * Never asks for a second quote. The claim ends with it.
 * @param tellingSession the session whose tick this is: its page is told by the answer, any other one later.
 * @throws whatever the wallet's silence throws; the intent stays as it is.
 */
export async function recoverIntent(
  services: Services,
  intent: Intent,
  tellingSession?: string,
): Promise<Recovery> {
  try {
    const connection = await readConnection(services.database, intent.connection_id);
    const { incoming_payment: incomingPayment } = await services.database
      .selectFrom('session')
      .select('incoming_payment')
      .where('id', '=', intent.session_id)
      .executeTakeFirstOrThrow();
    const submitted = { incomingPayment, told: intent.session_id === tellingSession };
    const recovery = await recover(services, connection, intent, submitted);
    services.metrics.recoveries.inc({ outcome: recovery });
    return recovery;
  } catch (error) {
    if (!(await isUnreadableForGood(services, intent, error))) throw error;
    services.log.warn(
      { intent: intent.id, err: error },
      'the wallet cannot be asked what became of a payment',
    );
    await markStuck(services, intent);
    services.metrics.recoveries.inc({ outcome: 'stuck' });
    return 'stuck';
  } finally {
    await endClaim(services, intent, nextRecovery(intent, services.now()));
  }
}

async function recover(
  services: Services,
  connection: StoredConnection,
  intent: Intent,
  submitted: Submitted,
): Promise<Recovery> {
  const payer = payerOf(connection);
  const isReplaced = intent.grant_id !== connection.grant_id;
  if (isReplaced && !(await isOfWallet(services, intent, payer))) {
    await markStuck(services, intent);
    return 'stuck';
  }
  // Before the wallet is asked: what it does not show now may still be made as long as the quote can be paid.
  const isOver = isQuoteOver(services, intent);
  const found = await findPayment(services, payer, intent, isOver);
  if (found) return acceptPayment(services, payer, intent, submitted, found);
  if (isOver) {
    return (await releaseIntent(services, intent)) ? 'released' : 'known';
  }
  // A visitor who has revoked or paused the connection pays nothing more, what was begun included; nor does a new consent pay for an old one.
  if (isReplaced) return 'open';
  if (connection.state !== 'active' && connection.state !== 'out-of-funds') return 'open';
  // What it shows may lag, and a wallet that pays a quote twice would. When the quote is over, it has had its time.
  if (!(await hasSingleUseQuotes(services, payer))) return 'open';
  return payQuoteAgain(services, payer, intent, submitted);
}

/** Whether the wallet that the visitor has consented to meanwhile is the one that was to pay: any other knows nothing of it. */
async function isOfWallet({ database }: Services, intent: Intent, payer: Payer): Promise<boolean> {
  const grant = await database
    .selectFrom('wallet_grant')
    .select('wallet_address')
    .where('id', '=', intent.grant_id)
    .executeTakeFirst();
  return grant?.wallet_address === payer.walletAddress;
}

async function payQuoteAgain(
  services: Services,
  payer: Payer,
  intent: Intent,
  submitted: Submitted,
): Promise<Recovery> {
  let payment: OutgoingPayment | undefined;
  try {
    payment = await payQuote(services, payer, intent);
  } catch (error) {
    const failure = classifyError(error);
    if (leavesDoubt(failure) || failure === 'internal') throw error;
    // No refusal is proof of failure: the first try may have paid it after the wallet was asked.
    payment = await findPayment(services, payer, intent, true);
  }
  return payment ? acceptPayment(services, payer, intent, submitted, payment) : 'open';
}

function isQuoteOver({ now }: Services, { quote_expires_at: end }: Intent): boolean {
  return BigInt(now() - QUOTE_GRACE) > end;
}

/** The quote is over, and the wallet has no list or one that nobody can read, or is gone; or there is no token, and the visitor has ended the connection or not come back for a day. */
async function isUnreadableForGood(services: Services, intent: Intent, error: unknown): Promise<boolean> {
  if (error instanceof RelayProblem && error.code !== 'connection-not-active') return false;
  const failure = error instanceof RelayProblem ? 'refused' : classifyError(error);
  if (failure === 'internal' || !isQuoteOver(services, intent)) return false;
  if (services.now() - Number(intent.created_at) > GIVEN_UP_AFTER) return true;
  if (!(error instanceof RelayProblem)) return !isTransient(failure);
  // Nothing is paid without a token, so it costs nothing to wait for the visitor, who may be about to consent again: then the wallet can be asked.
  return (await readConnection(services.database, intent.connection_id)).state === 'revoked';
}
