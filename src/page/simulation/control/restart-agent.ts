import { CurrencyTotals } from '../../../protocol/currency-totals.js';
import type { AgentContext } from '../../agent/agent-context.js';
import type { AgentOperations } from '../running/agent-operations.js';

/** Restarts the agent, as if the page had just been loaded. */
export function restartAgent(agent: AgentContext, { openConnection }: AgentOperations): void {
  const { sessions, streaming, connection } = agent;
  const links = [...sessions.values()];
  for (const { linkElement } of links) sessions.endSession(linkElement);
  streaming.pause();
  streaming.remaining = streaming.failures = 0;
  Object.assign(agent, { totals: new CurrencyTotals(), connection: null, error: null });
  // With a usable connection the agent has stopped polling, so polling must start again.
  if (connection && /^(active|out-of-funds)$/.test(connection.state)) void openConnection(agent);
  else agent.refreshConnection?.();
  for (const { linkElement, href } of links) sessions.initiateSession(linkElement, href);
  agent.notifyStateChange();
}
