import { RelayError } from '../../relay-client/relay-error.js';
import { isUsableConnection } from '../../../protocol/relay-messages.js';
import { reopenLostConnection } from '../connection/connection.js';
import type { SessionContext } from './session-context.js';
import { isInScope } from '../links/media-scope.js';
import { waitUntil, type LinkSession } from './link-session.js';
import { retry } from './retry.js';

/** A session is replaced this long before its incoming payment expires. */
const RENEW_BEFORE_EXPIRY_MS = 30_000;
/** Minimum time between two renewals, in case the clock of this device is wrong. */
const MIN_SESSION_LIFETIME_MS = 60_000;

/** Creates the session at the provider, with retries, and adds it to the active sessions. */
export async function openSession(agent: SessionContext, session: LinkSession): Promise<void> {
  await retry(agent, session, async () => {
    session.error = null;
    agent.notifyStateChange();
    await createSession(agent, session);
  });
}

/** Best effort: a session that gets no ticks costs nothing and expires. */
export async function deleteSession({ relay }: SessionContext, id: string): Promise<void> {
  try {
    await relay.deleteSession(id);
  } catch {
    // It will expire.
  }
}

async function createSession(agent: SessionContext, session: LinkSession): Promise<void> {
  const isReady = await waitUntil(
    session,
    () => isUsableConnection(agent.connection) && isInScope(session) && agent.visibility.visible,
  );
  const { connection } = agent;
  if (!isReady || !connection) return;
  try {
    const relaySession = await agent.relay.createSession({
      connection: connection.id,
      walletAddress: session.href,
    });
    if (session.ended) return deleteSession(agent, relaySession.id);
    session.relaySession = relaySession;
    session.outcomeUnknown = false;
  } catch (cause) {
    if (hasCode(cause, 'connection-not-active', 'not-found')) reopenLostConnection(agent, connection);
    throw cause;
  }
  session.renewAt = Math.max(
    Date.parse(session.relaySession.expiresAt) - RENEW_BEFORE_EXPIRY_MS,
    agent.platform.now() + MIN_SESSION_LIFETIME_MS,
  );
  agent.streaming.add(session);
}

function hasCode(cause: unknown, ...codes: string[]): boolean {
  return cause instanceof RelayError && codes.includes(cause.code);
}
