import { ERROR_CODES } from '../protocol/error-codes.js';
import type { Connection } from '../protocol/relay-messages.js';
import { RelayError } from '../relay/relay-error.js';
import { backOff } from './back-off.js';
import type { AgentContext } from './context.js';
import { whenVisible } from './page-visibility.js';
import { delay } from './platform.js';

/** How often to ask whether the visitor has connected, resumed or topped up in the meantime. */
const ASK_AGAIN = 60_000;

type UsableConnection = Connection & { state: 'active' | 'out-of-funds' };

/** Payments may be asked for. Whether a spent budget has been renewed only an attempt can tell. */
export function isUsable(connection: Connection | null): connection is UsableConnection {
  return connection?.state === 'active' || connection?.state === 'out-of-funds';
}

/** Asks the provider for the visitor's connection until there is a usable one. */
export async function openConnection(agent: AgentContext): Promise<void> {
  for (let failures = 0; !agent.stopped;) {
    let wait = ASK_AGAIN;
    await whenVisible(agent.visibility);
    if (agent.stopped) return;
    try {
      agent.description = await agent.relay.describe();
      // Of this machine, and yet it moves real money. Nothing is paid before a connection.
      if (agent.besideOther && !agent.description.sandbox) {
        agent.besideOther = false;
        if (agent.otherAgent) agent.yieldToOther('no-sandbox');
      }
      if (agent.stopped) return;
      const connection = await agent.relay.connect();
      failures = 0;
      processConnection(agent, connection);
      if (isUsable(connection)) return;
    } catch (cause) {
      agent.error = agent.report(cause);
      wait = backOff(agent.platform, failures++, cause);
    }
    agent.changed();
    await Promise.race([
      delay(agent.platform, wait),
      new Promise<void>((resolve) => (agent.askAgain = resolve)),
    ]);
  }
}

/** The provider does not honour this connection any more: ask for it again. */
export function connectionLost(agent: AgentContext, lost: Connection): void {
  // Someone has noticed before, and is asking already.
  if (agent.connection !== lost || !isUsable(lost)) return;
  agent.connection = { ...lost, state: 'reconnect' };
  agent.changed();
  void openConnection(agent);
}

/** Without a session nobody asks any more, so what went wrong with asking is over. */
export function forgetFailuresWhenIdle(agent: AgentContext): void {
  if (agent.activeSessions.size > 0 || !isUsable(agent.connection)) return;
  agent.error = null;
  if (agent.tick.timer !== null) agent.platform.clearTimeout(agent.tick.timer);
  agent.tick.timer = null;
  agent.tick.failures = agent.tick.remaining = 0;
}

function processConnection(agent: AgentContext, connection: Connection): void {
  agent.connection = connection;
  agent.error = null;
  if (isUsable(connection)) {
    for (const session of agent.sessions.values()) session.wake();
    agent.schedule();
  } else if (connection.state !== 'paused') {
    agent.error = agent.report(new RelayError('not-connected', ERROR_CODES['not-connected']));
  }
  agent.changed();
}
