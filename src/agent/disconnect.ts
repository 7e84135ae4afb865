import { isUsable } from './connection.js';
import type { openConnection } from './connection.js';
import type { AgentContext } from './context.js';
import type { renewSession } from './session-flow.js';

/**
 * Takes the visitor's consent back. The agent has paused; it goes on when the provider has heard it, for then only the next consent pays
 * the links again, or when there was nothing to take back.
 */
export function disconnect(
  agent: AgentContext,
  goOn: () => void,
  // Lent by the agent.
  renew: typeof renewSession,
  reopen: typeof openConnection,
): void {
  const { connection, relay } = agent;
  // Nobody has consented: there is nothing to take back.
  if (!connection || agent.stopped || /^(new|bound|revoked)$/.test(connection.state)) return goOn();
  agent.connection = { id: connection.id, state: 'revoked' };
  for (const session of agent.sessions.values()) if (session.payment) renew(agent, session);
  agent.changed();
  relay
    .disconnect(connection.id)
    .then(goOn, (cause: unknown) => void agent.report(cause))
    // Not before the answer, which the question would overtake.
    .finally(() => (isUsable(connection) ? reopen(agent) : agent.askAgain()));
}
