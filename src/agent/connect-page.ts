import { isUsable } from './connection.js';
import type { AgentContext } from './context.js';
import { usePart } from './parts.js';

/**
 * Opens the provider's connect page, where the visitor consents. Call it from a click: only then does a browser open a window.
 * Without a provider that has answered, and for an active connection, it does nothing.
 */
export function openConnectPage(agent: AgentContext): void {
  const { connection, description } = agent;
  if (!connection || !description || isUsable(connection)) return;
  // A simulated visitor is not asked by anybody else.
  if (!description.connectPage) return void agent.relay.bindConnection(connection.id, { challenge: '' });
  const page = open(
    // Should it lose this window, it knows where to come back to.
    `${description.connectPage}#${connection.id}${location.pathname}`,
    'wm-connect',
    'popup,width=480,height=720',
  );
  if (!page)
    return agent.platform.warn('[wm-polyfill] The connect page was blocked. Call connect() from a click.');
  // Few visitors ever connect, so this is a file of its own, beside wm.js. The connect page says hello until it is heard.
  usePart(agent, 'connect', ({ shakeHands }) => shakeHands(agent, page));
}
