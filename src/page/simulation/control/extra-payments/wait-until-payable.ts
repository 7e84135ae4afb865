import { isUsableConnection } from '../../../../protocol/relay-messages.js';
import type { SimulatedRelay } from '../../simulated-relay/simulated-relay.js';
import type { SimulatedSession } from '../../simulated-relay/simulated-session.js';
import type { AgentContext } from '../../../agent/agent-context.js';
import type { LinkSession } from '../../../agent/sessions/link-session.js';
import { isInScope } from '../../../agent/links/media-scope.js';

/**
 * Resolves when the link can be paid now.
 * @throws Error if only the page or the visitor can make that possible.
 */
export async function waitUntilPayable(
  agent: AgentContext,
  session: LinkSession,
  relay: SimulatedRelay,
): Promise<SimulatedSession> {
  for (;;) {
    const reason = findPaymentObstacle(agent, session);
    if (reason) throw notPayableError(session, reason);
    const simulatedSession = session.relaySession && relay.sessions.get(session.relaySession.id);
    if (simulatedSession && agent.streaming.activeSessions.has(session) && !agent.streaming.inFlight) {
      if (agent.platform.now() < session.renewAt) return simulatedSession;
      // The session is due for renewal in its next tick. Trigger it, because the clock may be stopped.
      triggerTick(agent, session);
    }
    await waitForStateChange(agent);
  }
}

export function notPayableError({ href }: LinkSession, reason: string): Error {
  return new Error(`[wm-polyfill] ${href} cannot be paid: ${reason}`);
}

/** Why this link cannot be paid, or undefined. Ignores conditions that are temporary. */
export function findPaymentObstacle(agent: AgentContext, session: LinkSession): string | undefined {
  const { connection, pausedByVisitor, visibility, stopped } = agent;
  if (session.ended || stopped) return 'the link was removed or changed, or the agent has stopped.';
  if (pausedByVisitor) return 'the visitor has paused payments.';
  if (!visibility.visible) return 'the page is hidden.';
  if (!isInScope(session)) return 'its media element is not playing.';
  if (connection && !isUsableConnection(connection)) return `no wallet is connected (${connection.state}).`;
  return session.error?.message;
}

/** Resolves when the agent's state changes. */
export function waitForStateChange(agent: AgentContext): Promise<void> {
  const { notifyStateChange } = agent;
  return new Promise((resolve) => {
    agent.notifyStateChange = () => {
      agent.notifyStateChange = notifyStateChange;
      notifyStateChange();
      resolve();
    };
  });
}

/** Makes the next tick run now, for this link. */
export function triggerTick({ streaming }: AgentContext, session: LinkSession): void {
  streaming.activeSessions.makeCurrent(session);
  streaming.pause();
  streaming.remaining = 0;
  streaming.schedulePaymentStreamingTick();
}
