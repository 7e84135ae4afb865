import type { AgentContext } from './context.js';
import { backOff } from './back-off.js';
import { enforcePolicy } from './enforce-policy.js';
import { connectionLost, forgetFailuresWhenIdle, isUsable } from './connection.js';
import { createLinkSession, waitUntil } from './link-session.js';
import type { LinkSession } from './link-session.js';
import {
  fetchLinkedResource,
  linkedResourceFetchSetupSteps,
  processLinkedResource,
} from './linked-resource.js';
import { isInScope } from './media-scope.js';
import { delay } from './platform.js';
import { RelayError } from '../relay/relay-error.js';
import { isTransient } from './report.js';

/** A session is replaced this long before its incoming payment ends. */
const RENEW_BEFORE = 30_000;
/** And not sooner than this after its creation, however wrong the clock of this machine is. */
const SHORTEST_LIFE = 60_000;

// https://webmonetization.org/specification/flows/#dfn-initiate-a-session
export function initiateSession(agent: AgentContext, linkElement: Element, href: string): void {
  const session = createLinkSession(linkElement, href);
  if (!linkedResourceFetchSetupSteps(session)) return;
  agent.sessions.set(linkElement, session);
  agent.changed();
  void establishSession(agent, session);
}

// https://webmonetization.org/specification/flows/#dfn-end-session
export function endSession(agent: AgentContext, session: LinkSession): void {
  removeSession(agent, session);
  offerPlace(agent);
}

// https://webmonetization.org/specification/flows/#dfn-end-sessions-for-document
export function endSessionsForDocument(agent: AgentContext): void {
  for (const session of [...agent.sessions.values()]) removeSession(agent, session);
}

/** Nothing more can come of it until the page changes the link. */
export function giveUpSession(agent: AgentContext, session: LinkSession): void {
  session.refused = true;
  suspendSession(agent, session);
  if (session.error?.code !== 'session-limit') offerPlace(agent);
}

/** Replaces the session at the provider by a new one, after a while when it keeps failing. */
export function renewSession(agent: AgentContext, session: LinkSession): void {
  const wait = session.failures > 0 ? backOff(agent.platform, session.failures - 1) : 0;
  suspendSession(agent, session);
  if (wait === 0) void establishSession(agent, session);
  else void delay(agent.platform, wait).then(() => establishSession(agent, session));
}

/** Takes the session out of the round and says goodbye to the provider. */
export function suspendSession(agent: AgentContext, session: LinkSession): void {
  agent.activeSessions.remove(session);
  if (session.payment) void deleteSession(agent, session.payment.id);
  session.payment = null;
  forgetFailuresWhenIdle(agent);
  agent.changed();
}

function removeSession(agent: AgentContext, session: LinkSession): void {
  session.ended = true;
  session.wake();
  if (agent.sessions.get(session.linkElement) === session) agent.sessions.delete(session.linkElement);
  suspendSession(agent, session);
}

/** A place has become free: the first that the limit had refused may try again. */
function offerPlace(agent: AgentContext): void {
  for (const session of agent.sessions.values()) {
    if (!session.refused || session.error?.code !== 'session-limit') continue;
    session.refused = false;
    return void establishSession(agent, session);
  }
}

async function establishSession(agent: AgentContext, session: LinkSession): Promise<void> {
  while (!session.ended) {
    // Nobody sees the page yet, or any more: it asks for nothing.
    await waitUntil(session, () => agent.visibility.visible);
    if (session.ended) return;
    try {
      if (!session.walletDetails) await enforcePolicy(agent, session.href);
      await fetchLinkedResource(agent, session);
      session.error = null;
      agent.changed();
      processLinkedResource(agent, session, true);
      await createSession(agent, session);
      return;
    } catch (cause) {
      if (session.ended) return;
      session.error = agent.report(cause, session.href);
      // The setup steps of the fetch ask for the permission: without it there is no request that could fail.
      if (!session.walletDetails && session.error.code !== 'monetization-not-allowed')
        processLinkedResource(agent, session, false);
      agent.changed();
      if (!isTransient(cause)) return giveUpSession(agent, session);
      await delay(agent.platform, backOff(agent.platform, session.failures++, cause));
    }
  }
}

async function createSession(agent: AgentContext, session: LinkSession): Promise<void> {
  await waitUntil(
    session,
    () => isUsable(agent.connection) && isInScope(session) && agent.visibility.visible,
  );
  const { connection } = agent;
  if (session.ended || !connection) return;
  try {
    const payment = await agent.relay.createSession({
      connection: connection.id,
      walletAddress: session.href,
    });
    if (session.ended) {
      return deleteSession(agent, payment.id);
    }
    session.payment = payment;
    session.unsure = false;
  } catch (cause) {
    if (hasCode(cause, 'connection-not-active', 'not-found')) connectionLost(agent, connection);
    throw cause;
  }
  const now = agent.platform.now();
  session.renewAt = Math.max(Date.parse(session.payment.expiresAt) - RENEW_BEFORE, now + SHORTEST_LIFE);
  session.error = null;
  agent.activeSessions.append(session);
  agent.changed();
  agent.schedule();
}

/** A courtesy: a session that nobody ticks for costs nothing and expires by itself. */
async function deleteSession({ relay }: AgentContext, id: string): Promise<void> {
  try {
    await relay.deleteSession(id);
  } catch {
    // It expires.
  }
}

function hasCode(cause: unknown, ...codes: string[]): boolean {
  return cause instanceof RelayError && codes.includes(cause.code);
}
