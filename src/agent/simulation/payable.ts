import type { Connection } from '../../protocol/relay-messages.js';
import type { SimulatedLine, SimulatedSession } from '../../relay/simulated/simulated-line.js';
import type { AgentContext } from '../context.js';
import type { LinkSession } from '../link-session.js';
import { isInScope } from '../media-scope.js';

/** Rejects when it will not come about by itself that this link is paid. */
export async function whenPayable(
  agent: AgentContext,
  session: LinkSession,
  line: SimulatedLine,
): Promise<SimulatedSession> {
  for (;;) {
    const why = obstacle(agent, session);
    if (why) throw cannotBePaid(session, why);
    const played = session.payment && line.sessions.get(session.payment.id);
    if (played && agent.activeSessions.has(session) && !agent.tick.inFlight) {
      if (agent.platform.now() < session.renewAt) return played;
      // Its next tick replaces it, which must not wait for a clock that stands.
      tickNow(agent, session);
    }
    await nextChange(agent);
  }
}

export function cannotBePaid({ href }: LinkSession, why: string): Error {
  return new Error(`[wm-polyfill] ${href} cannot be paid: ${why}`);
}

/** What prevents it that this link is paid, and does not pass by itself. */
export function obstacle(agent: AgentContext, session: LinkSession): string | undefined {
  const { connection, pausedByVisitor, visibility, stopped } = agent;
  if (session.ended || stopped) return 'it is gone.';
  if (pausedByVisitor) return 'the visitor has paused.';
  if (!visibility.visible) return 'the page is hidden.';
  if (!isInScope(session)) return 'its media element does not play.';
  if (connection && !isUsable(connection)) return `no wallet is connected (${connection.state}).`;
  return session.error?.message;
}

/** Resolves when the agent's state changes. */
export function nextChange(agent: AgentContext): Promise<void> {
  const { changed } = agent;
  return new Promise((resolve) => {
    agent.changed = () => {
      agent.changed = changed;
      changed();
      resolve();
    };
  });
}

/** Has the next tick be now, and this link's. */
export function tickNow(agent: AgentContext, session: LinkSession): void {
  const { activeSessions, tick, platform } = agent;
  activeSessions.keepTurn(session);
  if (tick.timer !== null) platform.clearTimeout(tick.timer);
  Object.assign(tick, { timer: null, remaining: 0 });
  agent.schedule();
}

function isUsable({ state }: Connection): boolean {
  return state === 'active' || state === 'out-of-funds';
}
