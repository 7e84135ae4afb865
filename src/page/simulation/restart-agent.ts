import { CurrencyTotals } from '../../protocol/currency-totals.js';
import type { RelayError } from '../relay-client/relay-error.js';
import type { openConnection } from '../agent/connection/connection.js';
import type { AgentContext } from '../agent/core/context.js';
import type { endSession, initiateSession } from '../agent/sessions/session-flow.js';

/** Functions and classes of the agent, because this lazy module has a copy of each module that it imports. */
export interface AgentOperations {
  RelayError: typeof RelayError;
  openConnection: typeof openConnection;
  initiateSession: typeof initiateSession;
  endSession: typeof endSession;
}

/** Restarts the agent, as if the page had just been loaded. */
export function restartAgent(
  agent: AgentContext,
  { openConnection, initiateSession, endSession }: AgentOperations,
): void {
  const { sessions, tick, platform, connection } = agent;
  const links = [...sessions.values()];
  for (const session of links) endSession(agent, session);
  if (tick.timer !== null) platform.clearTimeout(tick.timer);
  Object.assign(tick, { timer: null, remaining: 0, failures: 0 });
  Object.assign(agent, { totals: new CurrencyTotals(), connection: null, error: null });
  // With a usable connection the agent has stopped polling, so polling must start again.
  if (connection && /^(active|out-of-funds)$/.test(connection.state)) void openConnection(agent);
  else agent.refreshConnection();
  for (const { linkElement, href } of links) initiateSession(agent, linkElement, href);
  agent.notifyStateChange();
}
