import type { NothingDue, Payment } from '../../protocol/relay-messages.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { checkSpent } from './check-spent.js';
import { claimIntent, isClaimed } from './claim-intent.js';
import type { Intent } from './intent-transitions.js';
import { payWhatIsDue } from './pay-what-is-due.js';
import { readAssetOf, readConnection } from './payer.js';
import { toPaymentMessage } from './payment-message.js';
import { checkIsActive, isShortOfBudget } from './plan-payment.js';
import type { Tick } from './read-tick.js';
import { recoverIntent } from './recover-intent.js';
import { renewConnection } from './read-renewed-connection.js';
import { settlePayments } from './settle-payments.js';
import { NEXT_WHILE_UNTOLD, takeUntold } from './tell-payment.js';

/** How soon to ask again while another tick of the same connection is being paid. */
export const NEXT_WHILE_PENDING = 1_000;

// https://webmonetization.org/specification/flows/#dfn-process-session-for-payment
/** @throws RelayProblem */
export async function processSessionForPayment(
  services: Services,
  tick: Tick,
): Promise<Payment | NothingDue> {
  const { session, unfinished } = tick;
  const told = await takeUntold(services, session, unfinished.untold);
  if (told) return messageOf(services, tick, told);
  if (session.closed_at !== null || Number(session.expires_at) <= services.now()) {
    throw new RelayProblem('session-expired');
  }
  const { paying } = services;
  const { id } = tick.connection;
  // Tabs, links and reloads that ask at the same moment cost the wallet nothing.
  if (paying.has(id)) return { next: NEXT_WHILE_PENDING };
  paying.add(id);
  try {
    return await processAlone(services, tick);
  } finally {
    paying.delete(id);
  }
}

async function processAlone(services: Services, tick: Tick): Promise<Payment | NothingDue> {
  const { session, unfinished } = tick;
  const connection = await renewConnection(services, tick.connection);
  checkIsActive(connection);
  if (unfinished.open) {
    const recovered = await recoverOpen(services, tick, unfinished.open);
    if (recovered) return recovered;
  }
  // What is not settled is counted as spent already, so paying need not wait for it; but where nothing is left, a part of it may come back.
  const isShort = unfinished.created.length > 0 && isShortOfBudget(services, connection, session);
  await settlePayments(services, unfinished.created, { now: isShort }).catch((error: unknown) =>
    services.log.warn({ err: error, connection: connection.id }, 'payments are not settled yet'),
  );
  const settled = isShort ? await readConnection(services.database, connection.id) : connection;
  return payWhatIsDue(services, await checkSpent(services, settled), session);
}

/** @returns undefined when the way is free for the next payment, which the next tick reads anew for. */
async function recoverOpen(
  services: Services,
  tick: Tick,
  open: Intent,
): Promise<Payment | NothingDue | undefined> {
  const claimed = isClaimed(open, services.now()) ? undefined : await claimIntent(services, open);
  if (!claimed) return { next: NEXT_WHILE_PENDING };
  const recovery = await recoverIntent(services, claimed, tick.session.id);
  if (recovery === 'open') throw new RelayProblem('payment-pending');
  return recovery === 'paid' && claimed.session_id === tick.session.id
    ? messageOf(services, tick, claimed)
    : { next: NEXT_WHILE_UNTOLD };
}

async function messageOf(
  services: Services,
  { connection, session }: Tick,
  intent: Intent,
): Promise<Payment> {
  const asset = await readAssetOf(services, connection, intent);
  return toPaymentMessage(asset, session, intent, NEXT_WHILE_UNTOLD);
}
