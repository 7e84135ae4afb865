import { CurrencyTotals } from '../../../protocol/currency-totals.js';
import type { Relay } from '../../relay-client/relay.js';
import type { RelayError } from '../../relay-client/relay-error.js';
import type { openConnection } from '../../agent/connection/connection.js';
import type { AgentContext } from '../../agent/agent-context.js';

/** Functions and classes of the agent, because this lazy module has a copy of each module that it imports. */
export interface AgentOperations {
  RelayError: typeof RelayError;
  openConnection: typeof openConnection;
  /** Makes this relay answer the agent's calls. */
  useRelay(relay: Relay): void;
}

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
