import type { Payment } from '../protocol/relay-messages.js';
import { forgetFailuresWhenIdle, isUsable } from './connection.js';
import type { AgentContext } from './context.js';
import { amountSentBy, fireMonetizationEvent } from './fire-monetization-event.js';
import type { LinkSession } from './link-session.js';
import { isInScope } from './media-scope.js';
import { processPaymentFailure, setOutOfFunds } from './payment-failure.js';
import { renewSession } from './session-flow.js';
import { addSpent } from './spent.js';

/** However soon a provider wants the next tick, it does not get a storm of them. */
const SHORTEST_DELAY = 100;
/** Frames and tabs of one site share what is due. Told to wait until the same moment, the same one would always be first. */
const SCATTER = 20;
/** A link whose payment takes longer (milliseconds) to accrue does not keep the others of its page waiting. */
const LONGEST_TURN = 5 * 60_000;

// Differs from the spec: the provider says how long to wait, there is no wait before the first payment, and the session is
// chosen when the tick is due, so that a link that has gone by then costs the others no turn, and keeps its turn until something comes of it.
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
    if (session) void processSessionForPayment(agent, session);
  }, tick.remaining);
}

/** Goes on or pauses, after something has changed that decides about it. */
export function goOnOrPause(agent: AgentContext): void {
  for (const session of agent.sessions.values()) session.wake();
  if (mayPay(agent)) schedulePaymentStreamingTick(agent);
  else pausePaymentStreaming(agent);
  agent.changed();
}

/** Stops the clock of the tick. What is left of the wait is waited when payments go on: time away is not paid. */
export function pausePaymentStreaming({ tick, platform }: AgentContext): void {
  if (tick.timer === null) return;
  platform.clearTimeout(tick.timer);
  tick.timer = null;
  const elapsed = Math.max(0, platform.now() - tick.startedAt);
  tick.remaining = Math.max(0, tick.remaining - elapsed);
}

// https://webmonetization.org/specification/flows/#dfn-process-session-for-payment
export async function processSessionForPayment(agent: AgentContext, session: LinkSession): Promise<void> {
  const { tick, relay, platform } = agent;
  const { payment } = session;
  if (!payment) return;
  if (platform.now() >= session.renewAt && !session.unsure) {
    renewSession(agent, session);
    schedulePaymentStreamingTick(agent);
    return;
  }

  tick.inFlight = session.unsure = true;
  try {
    const result = await relay.createPayment(payment.id);
    tick.remaining = Math.max(SHORTEST_DELAY, result.next) + platform.random() * SCATTER;
    tick.failures = 0;
    session.failures = 0;
    session.dueIn = result.dueIn ?? null;
    session.unsure = false;
    setOutOfFunds(agent, false);
    agent.error = null;
    if (Object.hasOwn(result, 'id')) processPayment(agent, session, result as Payment);
    else replayPayment(agent, session);
  } catch (cause) {
    // Meanwhile the session may have been renewed or ended, and its own failure be of no interest.
    const wait = session.payment === payment ? processPaymentFailure(agent, session, cause) : 0;
    tick.remaining = Math.max(SHORTEST_DELAY, wait);
  }
  tick.inFlight = false;
  forgetFailuresWhenIdle(agent);
  agent.changed();
  schedulePaymentStreamingTick(agent);
}

function processPayment(agent: AgentContext, session: LinkSession, payment: Payment): void {
  addSpent(agent.connection, payment);
  const amountSent = amountSentBy(payment, agent.amountSent);
  if (!amountSent) return;
  agent.totals.add(amountSent);
  const now = agent.platform.now();
  agent.replay.keep(session.href, { payment, amountSent, until: now + (payment.dueIn ?? payment.next) }, now);
  fireMonetizationEvent(agent, session, payment, amountSent);
  if (agent.legacy) agent.legacy.paid(session, payment);
  else if (agent.legacyMembers.size > 0) agent.unheard = [session, payment];
}

/** Nothing is due, because the page before this one has been paid: tell this one, too. */
function replayPayment(agent: AgentContext, session: LinkSession): void {
  if ((session.dueIn ?? 0) <= LONGEST_TURN) agent.activeSessions.keepTurn(session);
  const told = agent.replay.take(session.href, agent.platform.now());
  if (told) fireMonetizationEvent(agent, session, told.payment, told.amountSent);
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
    isUsable(connection)
  );
}
