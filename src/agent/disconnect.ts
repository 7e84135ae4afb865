import { isUsable } from './connection.js';
import type { openConnection } from './connection.js';
import type { AgentContext } from './context.js';
import type { renewSession } from './session-flow.js';

/** Takes the visitor's consent back. The links stay known, and are paid again after the next consent. */
export function disconnect(
  agent: AgentContext,
  // Lent by the agent.
  renew: typeof renewSession,
  reopen: typeof openConnection,
): void {
  const { connection, relay } = agent;
  // Nobody has consented: there is nothing to take back.
  if (!connection || agent.stopped || /^(new|bound|revoked)$/.test(connection.state)) return;
  agent.connection = { id: connection.id, state: 'revoked' };
  for (const session of agent.sessions.values()) if (session.payment) renew(agent, session);
  agent.changed();
  relay
    .disconnect(connection.id)
    .catch((cause: unknown) => void agent.report(cause))
    // Not before the answer, which the question would overtake.
    .finally(() => (isUsable(connection) ? reopen(agent) : agent.askAgain()));
}
