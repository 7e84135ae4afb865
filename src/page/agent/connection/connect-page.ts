import { isUsableConnection, type ConnectionContext } from './connection.js';
import { loadLazyModule } from '../core/load-lazy-module.js';

/**
 * Opens the provider's connect page, where the visitor consents. Call it from a click, because browsers block
 * other popups. Where no window opens, as in in-app browsers, this tab navigates to the connect page. Does
 * nothing while the provider has not answered, or when the connection is already usable.
 */
export function openConnectPage(agent: ConnectionContext): void {
  const { connection, description } = agent;
  if (!connection || !description || isUsableConnection(connection)) return;
  // A simulation has no connect page. The simulated visitor consents or declines at once.
  if (!description.connectPage) return void agent.relay.bindConnection(connection.id, { challenge: '' });
  // Read this before opening the window, which consumes the user activation.
  const isClicked = navigator.userActivation?.isActive ?? false;
  // The path tells the connect page where to return if it loses its opener.
  const url = `${description.connectPage}#${connection.id}${location.pathname}`;
  const page = openWindow(url);
  // The handshake may load late: the connect page repeats its hello until it gets an answer.
  loadLazyModule(agent, 'connect', ({ performConnectHandshake, connectInThisTab }) =>
    page ? performConnectHandshake(agent, page) : connectInThisTab(agent, url, isClicked),
  );
}

/** Returns null on any failure, because browsers, extensions and pages replace `open` in various ways. */
function openWindow(url: string): Window | null {
  try {
    const page = open(url, 'wm-connect', 'popup,width=480,height=720');
    return page && !page.closed ? page : null;
  } catch {
    // Treated like null, which the caller reports.
    return null;
  }
}
