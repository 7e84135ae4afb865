import type { Payment } from '../../../protocol/relay-messages.js';
import { resetFailuresWhenIdle, isUsableConnection } from '../connection/connection.js';
import type { AgentContext } from '../core/context.js';
import { eventAmountSent, fireMonetizationEvent } from './fire-monetization-event.js';
import type { LinkSession } from './link-session.js';
import { isInScope } from '../links/media-scope.js';
import { processPaymentFailure, setConnectionOutOfFunds } from './payment-failure.js';
import { renewSession } from './session-flow.js';
import { addSpent } from '../connection/add-spent.js';

/** Lower limit for the provider's `next`, so that a faulty provider does not cause a flood of ticks. */
const MIN_TICK_DELAY_MS = 100;
/**
 * Random extra delay. Frames and tabs of one site share the amount that is due. Without jitter, the same one
 * would always tick first.
 */
const MAX_JITTER_MS = 20;
/** A link whose next payment accrues for longer than this loses its turn and so does not block others. */
const MAX_TURN_DELAY_MS = 5 * 60_000;

// Differs from the spec: the provider determines the delay, and there is no delay before the first payment.
// The session is selected when the tick is due, so that a link that has been removed meanwhile does not use
// up a turn. A session keeps its turn until it has been paid.
// https://webmonetization.org/specification/flows/#dfn-schedule-payment-streaming-tick
export function schedulePaymentStreamingTick(agent: AgentContext): void {
  const { tick, platform } = agent;
  if (tick.timer !== null || tick.inFlight || !mayPay(agent)) return;

  tick.startedAt = platform.now();
  tick.timer = platform.setTimeout(() => {
    tick.timer = null;
    tick.remaining = 0;
    agent.scan();
    if (!mayPay(agent)) return;
    let session: LinkSession | undefined;
    do {
      session = agent.activeSessions.current;
      agent.activeSessions.selectNextSessionForPayment();
    } while (session && !isInScope(session));
    if (session) void sendTick(agent, session);
  }, tick.remaining);
}

/** Resumes or pauses payments. Call it after each change that {@link mayPay} depends on. */
export function updatePaymentStreaming(agent: AgentContext): void {
  for (const session of agent.sessions.values()) session.wake();
  if (mayPay(agent)) schedulePaymentStreamingTick(agent);
  else pausePaymentStreaming(agent);
  agent.notifyStateChange();
}

/** Pauses the tick's timer and keeps the remaining delay, because hidden time is not paid. */
export function pausePaymentStreaming({ tick, platform }: AgentContext): void {
  if (tick.timer === null) return;
  platform.clearTimeout(tick.timer);
  tick.timer = null;
  const elapsed = Math.max(0, platform.now() - tick.startedAt);
  tick.remaining = Math.max(0, tick.remaining - elapsed);
}

// https://webmonetization.org/specification/flows/#dfn-process-session-for-payment
export async function sendTick(agent: AgentContext, session: LinkSession): Promise<void> {
  const { tick, relay, platform } = agent;
  const { relaySession } = session;
  if (!relaySession) return;
  if (platform.now() >= session.renewAt && !session.outcomeUnknown) {
    renewSession(agent, session);
    schedulePaymentStreamingTick(agent);
    return;
  }

  tick.inFlight = session.outcomeUnknown = true;
  try {
    const result = await relay.createPayment(relaySession.id);
    tick.remaining = Math.max(MIN_TICK_DELAY_MS, result.next) + platform.random() * MAX_JITTER_MS;
    tick.failures = 0;
    session.failures = 0;
    session.dueIn = result.dueIn ?? null;
    session.outcomeUnknown = false;
    setConnectionOutOfFunds(agent, false);
    agent.error = null;
    if (Object.hasOwn(result, 'id')) processPayment(agent, session, result as Payment);
    else replayPayment(agent, session);
  } catch (cause) {
    // If the session was renewed or ended meanwhile, its failure no longer matters.
    const retryDelay =
      session.relaySession === relaySession ? processPaymentFailure(agent, session, cause) : 0;
    tick.remaining = Math.max(MIN_TICK_DELAY_MS, retryDelay);
  }
  tick.inFlight = false;
  resetFailuresWhenIdle(agent);
  agent.notifyStateChange();
  schedulePaymentStreamingTick(agent);
}

function processPayment(agent: AgentContext, session: LinkSession, payment: Payment): void {
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
function replayPayment(agent: AgentContext, session: LinkSession): void {
  if ((session.dueIn ?? 0) <= MAX_TURN_DELAY_MS) agent.activeSessions.makeCurrent(session);
  const replayed = agent.replay.take(session.href, agent.platform.now());
  if (replayed) fireMonetizationEvent(agent, session, replayed.payment, replayed.amountSent);
}

export function mayPay({
  activeSessions,
  connection,
  pausedByVisitor,
  visibility,
  stopped,
}: AgentContext): boolean {
  return (
    !stopped &&
    !pausedByVisitor &&
    visibility.visible &&
    activeSessions.some(isInScope) &&
    isUsableConnection(connection)
  );
}
