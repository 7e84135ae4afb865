import { isUsable } from './connection.js';
import type { AgentContext } from './context.js';
import { usePart } from './parts.js';

/**
 * Opens the provider's connect page, where the visitor consents. Call it from a click: only then does a browser open a window, and where it
 * opens none, as in other apps, the connect page comes in the place of this one.
 * Without a provider that has answered, and for an active connection, it does nothing.
 */
export function openConnectPage(agent: AgentContext): void {
  const { connection, description } = agent;
  if (!connection || !description || isUsable(connection)) return;
  // A simulated visitor is not asked by anybody else.
  if (!description.connectPage) return void agent.relay.bindConnection(connection.id, { challenge: '' });
  // Before the window is opened, which uses the click up.
  const isClicked = navigator.userActivation?.isActive ?? false;
  // Should it lose this window, it knows where to come back to.
  const url = `${description.connectPage}#${connection.id}${location.pathname}`;
  const page = openWindow(url);
  // Few visitors ever connect, so this is a file of its own, beside wm.js. The connect page says hello until it is heard.
  usePart(agent, 'connect', ({ shakeHands, connectInThisTab }) =>
    page ? shakeHands(agent, page) : connectInThisTab(agent, url, isClicked),
  );
}

/** Null for any reason: browsers, extensions and pages put something of their own in the place of `open`. */
function openWindow(url: string): Window | null {
  try {
    const page = open(url, 'wm-connect', 'popup,width=480,height=720');
    return page && !page.closed ? page : null;
  } catch {
    // The same as null: what it means is said by whoever has no window then.
    return null;
  }
}
