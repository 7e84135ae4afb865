import type { AgentContext } from '../core/context.js';
import { backoffDelay } from '../core/backoff.js';
import { enforcePolicy } from '../policy/enforce-policy.js';
import { reopenLostConnection, resetFailuresWhenIdle, isUsableConnection } from '../connection/connection.js';
import { createLinkSession, waitUntil } from './link-session.js';
import type { LinkSession } from './link-session.js';
import {
  fetchLinkedResource,
  linkedResourceFetchSetupSteps,
  processLinkedResource,
} from '../links/linked-resource.js';
import { isInScope } from '../links/media-scope.js';
import { delay } from '../core/platform.js';
import { RelayError } from '../../relay-client/relay-error.js';
import { isTransientError } from '../diagnostics/report-error.js';

/** A session is replaced this long before its incoming payment expires. */
const RENEW_BEFORE_EXPIRY_MS = 30_000;
/** Minimum time between two renewals, in case the clock of this device is wrong. */
const MIN_SESSION_LIFETIME_MS = 60_000;

// https://webmonetization.org/specification/flows/#dfn-initiate-a-session
export function initiateSession(agent: AgentContext, linkElement: Element, href: string): void {
  const session = createLinkSession(linkElement, href);
  if (!linkedResourceFetchSetupSteps(session)) return;
  agent.sessions.set(linkElement, session);
  agent.notifyStateChange();
  void establishSession(agent, session);
}

// https://webmonetization.org/specification/flows/#dfn-end-session
export function endSession(agent: AgentContext, session: LinkSession): void {
  removeSession(agent, session);
  retryOverLimitSession(agent);
}

// https://webmonetization.org/specification/flows/#dfn-end-sessions-for-document
export function endSessionsForDocument(agent: AgentContext): void {
  for (const session of [...agent.sessions.values()]) removeSession(agent, session);
}

/** Ends payments for this link until the page changes it. */
export function abandonSession(agent: AgentContext, session: LinkSession): void {
  session.abandoned = true;
  suspendSession(agent, session);
  if (session.error?.code !== 'session-limit') retryOverLimitSession(agent);
}

/** Replaces the session at the provider by a new one. Waits first if it has failed before. */
export function renewSession(agent: AgentContext, session: LinkSession): void {
  const retryDelay = session.failures > 0 ? backoffDelay(agent.platform, session.failures - 1) : 0;
  suspendSession(agent, session);
  if (retryDelay === 0) void establishSession(agent, session);
  else void delay(agent.platform, retryDelay).then(() => establishSession(agent, session));
}

/** Removes the session from the active sessions list and deletes it at the provider. */
export function suspendSession(agent: AgentContext, session: LinkSession): void {
  agent.activeSessions.remove(session);
  if (session.relaySession) void deleteSession(agent, session.relaySession.id);
  session.relaySession = null;
  resetFailuresWhenIdle(agent);
  agent.notifyStateChange();
}

function removeSession(agent: AgentContext, session: LinkSession): void {
  session.ended = true;
  session.wake();
  if (agent.sessions.get(session.linkElement) === session) agent.sessions.delete(session.linkElement);
  suspendSession(agent, session);
}

/** Retries the first session that was over the session limit. Call it when another session has ended. */
function retryOverLimitSession(agent: AgentContext): void {
  for (const session of agent.sessions.values()) {
    if (!session.abandoned || session.error?.code !== 'session-limit') continue;
    session.abandoned = false;
    return void establishSession(agent, session);
  }
}

async function establishSession(agent: AgentContext, session: LinkSession): Promise<void> {
  while (!session.ended) {
    // A hidden page sends no requests.
    await waitUntil(session, () => agent.visibility.visible);
    if (session.ended) return;
    try {
      if (!session.walletDetails) await enforcePolicy(agent, session.href);
      await fetchLinkedResource(agent, session);
      session.error = null;
      agent.notifyStateChange();
      processLinkedResource(agent, session, true);
      await createSession(agent, session);
      return;
    } catch (cause) {
      if (session.ended) return;
      session.error = agent.report(cause, session.href);
      // Without permission the fetch setup steps prevent the request, so the link gets no `error` event.
      if (!session.walletDetails && session.error.code !== 'monetization-not-allowed')
        processLinkedResource(agent, session, false);
      agent.notifyStateChange();
      if (!isTransientError(cause)) return abandonSession(agent, session);
      await delay(agent.platform, backoffDelay(agent.platform, session.failures++, cause));
    }
  }
}

async function createSession(agent: AgentContext, session: LinkSession): Promise<void> {
  await waitUntil(
    session,
    () => isUsableConnection(agent.connection) && isInScope(session) && agent.visibility.visible,
  );
  const { connection } = agent;
  if (session.ended || !connection) return;
  try {
    const relaySession = await agent.relay.createSession({
      connection: connection.id,
      walletAddress: session.href,
    });
    if (session.ended) {
      return deleteSession(agent, relaySession.id);
    }
    session.relaySession = relaySession;
    session.outcomeUnknown = false;
  } catch (cause) {
    if (hasCode(cause, 'connection-not-active', 'not-found')) reopenLostConnection(agent, connection);
    throw cause;
  }
  const now = agent.platform.now();
  session.renewAt = Math.max(
    Date.parse(session.relaySession.expiresAt) - RENEW_BEFORE_EXPIRY_MS,
    now + MIN_SESSION_LIFETIME_MS,
  );
  session.error = null;
  agent.activeSessions.append(session);
  agent.notifyStateChange();
  agent.schedule();
}

/** Best effort: a session that gets no ticks costs nothing and expires. */
async function deleteSession({ relay }: AgentContext, id: string): Promise<void> {
  try {
    await relay.deleteSession(id);
  } catch {
    // It will expire.
  }
}

function hasCode(cause: unknown, ...codes: string[]): boolean {
  return cause instanceof RelayError && codes.includes(cause.code);
}
