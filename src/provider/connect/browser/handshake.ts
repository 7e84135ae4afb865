import type { RequestingSite, ConsentRequest } from './connect-messages.js';
import type { ConnectHello } from '../../../protocol/relay-messages.js';
import { getFromProvider, postToProvider } from './provider-client.js';

const POLL_INTERVAL_MS = 250;
const MAX_POLLS = 60;

/**
 * Proves that the opener shows the site. Sends it a secret with the site's origin as message target, which
 * cannot be forged. The opener's agent returns the secret, signed with the key of the connection.
 */
export async function handshakeWithOpener(id: string, opener: Window): Promise<ConsentRequest> {
  const { site, challenge } = await requestChallenge(id);
  const hello: ConnectHello = { wm: 'hello', connection: id, challenge };
  for (let poll = 0; poll < MAX_POLLS; poll += 1) {
    // Repeated, because the site's page may not listen yet.
    opener.postMessage(hello, site);
    const request = await getFromProvider<ConsentRequest>(`/connect/${id}`);
    if (request.state === 'bound') return request;
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
  }
  throw new Error(`${site} did not respond. Close this window and try again.`);
}

/**
 * For openers that cannot be reached, because the site or a wallet isolates its windows (COOP). Navigates to
 * the site, whose agent sends the visitor back with a form post. The browser adds the Origin of that post.
 * The URL contains no secret, because the site may redirect it anywhere.
 */
export async function redirectToSite(id: string, path: string): Promise<void> {
  const { site } = await getFromProvider<RequestingSite>(`/connect/${id}/site`);
  const target = new URL(`${site}${path}`);
  if (target.origin !== site) throw new Error('The path is not on the site.');
  target.hash = `wm-connect=${id}`;
  location.replace(target.href);
}

/** The pending consent request, if the visitor came from the site (now or before a reload); else null. */
export async function confirmArrival(id: string): Promise<ConsentRequest | null> {
  const arrived = await postToProvider<ConsentRequest>(`/connect/${id}/arrivals`, {}).catch(() => null);
  if (arrived) return arrived;
  const request = await getFromProvider<ConsentRequest>(`/connect/${id}`).catch(() => null);
  return request?.state === 'bound' ? request : null;
}

function requestChallenge(id: string): Promise<{ site: string; challenge: string }> {
  return postToProvider(`/connect/${id}/challenges`, {});
}
