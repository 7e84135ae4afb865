import type { Payment, Session } from '../../../protocol/relay-messages.js';
import { addSpent } from '../connection/add-spent.js';
import type { SessionContext } from './session-context.js';
import { eventAmountSent, fireMonetizationEvent } from './fire-monetization-event.js';
import type { LinkSession } from './link-session.js';
import { processPaymentFailure, setConnectionOutOfFunds } from './process-payment-failure.js';

/** Lower limit for the provider's `next`, so that a faulty provider does not cause a flood of ticks. */
const MIN_TICK_DELAY_MS = 100;
/**
 * Random extra delay. Frames and tabs of one site share the amount that is due. Without jitter, the same one
 * would always tick first.
 */
const MAX_JITTER_MS = 20;
/** A link whose next payment accrues for longer than this loses its turn and so does not block others. */
const MAX_TURN_DELAY_MS = 5 * 60_000;

/** @returns milliseconds until the next tick. */
// https://webmonetization.org/specification/flows/#dfn-process-session-for-payment
export async function sendTick(
  agent: SessionContext,
  session: LinkSession,
  relaySession: Session,
): Promise<number> {
  session.outcomeUnknown = true;
  try {
    const result = await agent.relay.createPayment(relaySession.id);
    const nextDelay = Math.max(MIN_TICK_DELAY_MS, result.next) + agent.platform.random() * MAX_JITTER_MS;
    agent.streaming.failures = 0;
    session.failures = 0;
    session.dueIn = result.dueIn ?? null;
    session.outcomeUnknown = false;
    setConnectionOutOfFunds(agent, false);
    agent.error = null;
    if (Object.hasOwn(result, 'id')) processPayment(agent, session, result as Payment);
    else replayPayment(agent, session);
    return nextDelay;
  } catch (cause) {
    // If the session was renewed or ended meanwhile, its failure no longer matters.
    const retryDelay =
      session.relaySession === relaySession ? processPaymentFailure(agent, session, cause) : 0;
    return Math.max(MIN_TICK_DELAY_MS, retryDelay);
  }
}

function processPayment(agent: SessionContext, session: LinkSession, payment: Payment): void {
  addSpent(agent.connection, payment);
  const amountSent = eventAmountSent(payment, agent.amountSent);
  if (!amountSent) return;
  agent.totals.add(amountSent);
  const now = agent.platform.now();
  agent.replay.keep(session.href, { payment, amountSent, until: now + (payment.dueIn ?? payment.next) }, now);
  fireMonetizationEvent(agent, session, payment, amountSent);
  if (agent.legacy) agent.legacy.deliverPayment(session, payment);
  else if (agent.legacyMembers.size > 0) agent.pendingDelivery = [session, payment];
}

/** Nothing is due. If the page was paid before a reload, fires the event of that payment again. */
function replayPayment(agent: SessionContext, session: LinkSession): void {
  if ((session.dueIn ?? 0) <= MAX_TURN_DELAY_MS) agent.streaming.activeSessions.makeCurrent(session);
  const replayed = agent.replay.take(session.href, agent.platform.now());
  if (replayed) fireMonetizationEvent(agent, session, replayed.payment, replayed.amountSent);
}
