import { nextWait } from '../../protocol/accrual.js';
import type { NothingDue, Payment } from '../../protocol/relay-messages.js';
import type { StoredConnection } from '../connections.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { countTime } from './accrual/time-looked-at.js';
import { checkSpent } from './check-spent.js';
import { claimIntent, isClaimed } from './claim-intent.js';
import type { Intent } from './intent-transitions.js';
import { payWhatIsDue } from './pay-what-is-due.js';
import { readAssetOf, readConnection } from './payer.js';
import { toPaymentMessage } from './payment-message.js';
import { isDue, isShortOfBudget } from './next-payment.js';
import { checkIsActive } from './plan-payment.js';
import type { Tick } from './read-tick.js';
import { recoverIntent } from './recover-intent.js';
import { nextRecovery, untilRecovery } from './recovery-pause.js';
import { renewConnection } from './read-renewed-connection.js';
import { readSession } from '../sessions.js';
import { settlePayments } from './settle-payments.js';
import { NEXT_WHILE_UNTOLD, takeUntold } from './tell-payment.js';
import { NEXT_AFTER_OTHERS } from './turns.js';

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
  const { turns, now } = services;
  try {
    const answer = await takeTurn(services, tick);
    await countTime(services, tick.connection, tick.time);
    answer.next = nextWait(answer.next, tick.time.waited);
    turns.asked(session, now(), answer.next, 'id' in answer);
    return answer;
  } catch (error) {
    // Who cannot be paid does not keep the others waiting.
    turns.asked(session, now(), null, true);
    throw error;
  }
}

async function takeTurn(services: Services, tick: Tick): Promise<Payment | NothingDue> {
  const { paying, turns, now } = services;
  const { connection, session, unfinished, time } = tick;
  // Tabs, links and reloads that ask at the same moment cost the wallet nothing.
  if (paying.has(connection.id)) return { next: NEXT_WHILE_PENDING };
  const paysNow = unfinished.open === undefined && isDue(services, connection, session, time);
  if (paysNow && turns.isAnothers(session, now())) return { next: NEXT_AFTER_OTHERS };
  paying.add(connection.id);
  try {
    return await processAlone(services, tick);
  } finally {
    paying.delete(connection.id);
  }
}

async function processAlone(services: Services, tick: Tick): Promise<Payment | NothingDue> {
  const { session, unfinished, time } = tick;
  const connection = await renewConnection(services, tick.connection);
  checkIsActive(connection);
  if (unfinished.open) {
    const recovered = await recoverOpen(services, tick, unfinished.open);
    if (recovered) return recovered;
  }
  // What is not settled is counted as spent already, so paying need not wait for it; but where nothing is left, a part of it may come back.
  const isShort = unfinished.created.length > 0 && isShortOfBudget(services, connection, session, time);
  const hasChanged = await settlePayments(services, unfinished.created, {
    now: isShort,
    failures: suspectedFailures(connection, unfinished.created),
  }).catch((error: unknown) => {
    services.log.warn({ err: error, connection: connection.id }, 'payments are not settled yet');
    return false;
  });
  if (!isShort && !hasChanged)
    return payWhatIsDue(services, await checkSpent(services, connection), session, time);
  const settled = await readConnection(services.database, connection.id);
  return payWhatIsDue(
    services,
    await checkSpent(services, settled),
    await readSession(services.database, session.id),
    time,
  );
}

/** Failures in a row so far, where the next payments are looked at soon: after a failure, and while no payment has been seen to succeed. */
function suspectedFailures({ failures, spent }: StoredConnection, created: Intent[]): bigint | undefined {
  const unknown = created.reduce((sum, { debit_amount }) => sum + debit_amount, 0n);
  return failures > 0n || spent <= unknown ? failures : undefined;
}

/** @returns undefined when the way is free for the next payment, which the next tick reads anew for. */
async function recoverOpen(
  services: Services,
  tick: Tick,
  open: Intent,
): Promise<Payment | NothingDue | undefined> {
  const now = services.now();
  if (untilRecovery(open, now) > 0) throw stillPending(untilRecovery(open, now));
  const claimed = isClaimed(open, now) ? undefined : await claimIntent(services, open);
  if (!claimed) return { next: NEXT_WHILE_PENDING };
  const recovery = await recoverIntent(services, claimed, tick.session.id);
  if (recovery === 'open') throw stillPending(nextRecovery(claimed, now) - now);
  return recovery === 'paid' && claimed.session_id === tick.session.id
    ? messageOf(services, tick, claimed)
    : { next: NEXT_WHILE_UNTOLD };
}

function stillPending(milliseconds: number): RelayProblem {
  return new RelayProblem('payment-pending', undefined, { retryAfter: Math.ceil(milliseconds / 1000) });
}

async function messageOf(
  services: Services,
  { connection, session }: Tick,
  intent: Intent,
): Promise<Payment> {
  const asset = await readAssetOf(services, connection, intent);
  const isOfBudget = intent.grant_id === connection.grant_id;
  return toPaymentMessage(asset, session, intent, NEXT_WHILE_UNTOLD, {
    ...(isOfBudget && { spent: connection.spent }),
  });
}
