import { Totals } from '../../protocol/totals.js';
import type { RelayError } from '../../relay/relay-error.js';
import type { openConnection } from '../connection.js';
import type { AgentContext } from '../context.js';
import type { endSession, initiateSession } from '../session-flow.js';

/** The agent's own, because a part has copies of whatever it imports itself. */
export interface Lent {
  RelayError: typeof RelayError;
  openConnection: typeof openConnection;
  initiateSession: typeof initiateSession;
  endSession: typeof endSession;
}

/** Has the agent begin anew, as if the page had been loaded this moment. */
export function restart(agent: AgentContext, { openConnection, initiateSession, endSession }: Lent): void {
  const { sessions, tick, platform, connection } = agent;
  const links = [...sessions.values()];
  for (const session of links) endSession(agent, session);
  if (tick.timer !== null) platform.clearTimeout(tick.timer);
  Object.assign(tick, { timer: null, remaining: 0, failures: 0 });
  Object.assign(agent, { totals: new Totals(), connection: null, error: null });
  // Who has a connection does not ask any more.
  if (connection && /^(active|out-of-funds)$/.test(connection.state)) void openConnection(agent);
  else agent.askAgain();
  for (const { linkElement, href } of links) initiateSession(agent, linkElement, href);
  agent.changed();
}
