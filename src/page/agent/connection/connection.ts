import { PAGE_ERRORS } from '../../../protocol/error-codes/page-errors.js';
import { isUsableConnection, type Connection } from '../../../protocol/relay-messages.js';
import { RelayError } from '../../relay-client/relay-error.js';
import { backoffDelay } from '../core/backoff.js';
import type { NativeAgentContext } from '../core/context.js';
import { whenVisible } from '../core/page-visibility.js';
import { delay } from '../core/delay.js';

/** How often to check whether the visitor has connected or resumed. */
const POLL_INTERVAL_MS = 60_000;

export interface ConnectionContext extends NativeAgentContext {
  readonly streaming: { update(): void };
  /**
   * Requests the connection from the provider now, instead of at the next poll. Absent until a poll waits for
   * the first time: before that, a request is on its way.
   */
  refreshConnection?(): void;
}

/** Polls the provider for the visitor's connection until it is usable. */
export async function openConnection(agent: ConnectionContext): Promise<void> {
  for (let failures = 0; !agent.stopped;) {
    let retryDelay = POLL_INTERVAL_MS;
    await whenVisible(agent.visibility);
    if (agent.stopped) return;
    try {
      agent.description = await agent.relay.describe();
      // A local provider that moves real money. Nothing has been paid yet, so yielding now is safe.
      if (agent.coexisting && !agent.description.sandbox) {
        agent.coexisting = false;
        if (agent.nativeAgent) agent.yieldToNativeAgent('no-sandbox');
      }
      if (agent.stopped) return;
      const connection = await agent.relay.connect();
      failures = 0;
      processConnection(agent, connection);
      if (isUsableConnection(connection)) return;
    } catch (cause) {
      agent.error = agent.report(cause);
      retryDelay = backoffDelay(agent.platform, failures++, cause);
    }
    agent.notifyStateChange();
    await Promise.race([
      delay(agent.platform, retryDelay),
      new Promise<void>((resolve) => (agent.refreshConnection = resolve)),
    ]);
  }
}

/** Requests the connection again after the provider has rejected it. */
export function reopenLostConnection(agent: ConnectionContext, lost: Connection): void {
  // Already replaced, or already being requested.
  if (agent.connection !== lost || !isUsableConnection(lost)) return;
  agent.connection = { ...lost, state: 'reconnect' };
  agent.notifyStateChange();
  void openConnection(agent);
}

function processConnection(agent: ConnectionContext, connection: Connection): void {
  agent.connection = connection;
  agent.error = null;
  if (isUsableConnection(connection)) agent.streaming.update();
  else if (connection.state !== 'paused')
    agent.error = agent.report(new RelayError('not-connected', PAGE_ERRORS['not-connected']));
  agent.notifyStateChange();
}
