import type { Selectable } from 'kysely';
import type { NothingDue, Payment } from '../../protocol/relay-messages.js';
import { RelayProblem } from '../problem.js';
import type { SessionTable } from '../schema.js';
import type { Services } from '../services.js';
import { markSubmitting, releaseIntent } from './intent-transitions.js';
import { amountOf } from './payer.js';
import { NEXT_WHILE_PENDING, planPayment } from './plan-payment.js';
import { quotePayment } from './quote-payment.js';
import { recoverIntent } from './recover-intent.js';
import { settlePayments } from './settle-payments.js';
import { submitPayment } from './submit-payment.js';
import { readUnfinishedIntents } from './unfinished-intents.js';

/**
 * An open intent older than this has probably been abandoned. If not, nothing is lost: a plan that is given up is not paid any more, and a quote
 * is paid once.
 */
const ABANDONED_AFTER = 30_000;
/** Each round at least doubles the amount; a wallet that refuses 2^16 units is not probed further. */
const MAX_PROBES = 16;

type Session = Selectable<SessionTable>;

// https://webmonetization.org/specification/flows/#dfn-process-session-for-payment
/** @throws RelayProblem */
export async function processSessionForPayment(
  services: Services,
  session: Session,
): Promise<Payment | NothingDue> {
  if (session.closed_at !== null || Number(session.expires_at) <= services.now()) {
    throw new RelayProblem('session-expired');
  }
  const { open, created } = await readUnfinishedIntents(services.database, session.connection_id);
  if (open) {
    if (services.now() - Number(open.created_at) < ABANDONED_AFTER) return { next: NEXT_WHILE_PENDING };
    if ((await recoverIntent(services, open)) === 'open') throw new RelayProblem('payment-pending');
  }
  // What is not settled is counted as spent already, so paying need not wait for it.
  await settlePayments(services, created).catch((error: unknown) =>
    services.log.warn({ err: error, connection: session.connection_id }, 'payments are not settled yet'),
  );
  return payWhatIsDue(services, session, MAX_PROBES);
}

async function payWhatIsDue(
  services: Services,
  session: Session,
  probes: number,
): Promise<Payment | NothingDue> {
  const { write } = services;
  const plan = await planPayment(services, session);
  if (!plan.due) return { next: plan.next };
  const { payer } = plan;
  const quote = await quotePayment(services, payer, plan.intent, session.incoming_payment).catch(
    async (error: unknown) => {
      await releaseIntent(write, plan.intent);
      throw error;
    },
  );
  if ('minSendAmount' in quote) {
    await releaseIntent(write, plan.intent, plan.paidAtBefore);
    if (probes === 0) throw new RelayProblem('wallet-refused', 'No amount is large enough to arrive.');
    return payWhatIsDue(
      services,
      await raiseMinSendAmount(services, session, quote.minSendAmount),
      probes - 1,
    );
  }
  const intent = await markSubmitting(write, plan.intent, quote);
  await submitPayment(services, payer, intent, session.incoming_payment);
  return {
    id: intent.id,
    debitAmount: amountOf(payer, intent.debit_amount),
    receiveAmount: quote.receiveAmount,
    incomingPayment: session.incoming_payment,
    walletAddress: session.wallet_address,
    next: plan.next,
  };
}

async function raiseMinSendAmount({ write }: Services, session: Session, amount: bigint): Promise<Session> {
  const raised = {
    min_send_amount: amount > session.min_send_amount ? amount : session.min_send_amount * 2n,
  };
  await write((transaction) =>
    transaction.updateTable('session').set(raised).where('id', '=', session.id).execute(),
  );
  return { ...session, ...raised };
}
