import type { AskingSite, ConsentQuestion } from '../protocol/connect-messages.js';
import type { ConnectHello } from '../protocol/relay-messages.js';
import { get, post } from './call.js';

/** How often, and how many times, to ask whether the site's page has answered. */
const POLL = 250;
const POLLS = 60;

/**
 * Tells a secret to the page that opened this one, at the site's origin: the target of a message cannot be forged. Its agent sends it back with
 * the key that the connection belongs to.
 */
export async function shakeHandsWithOpener(id: string, opener: Window): Promise<ConsentQuestion> {
  const { site, challenge } = await requestChallenge(id);
  const hello: ConnectHello = { wm: 'hello', connection: id, challenge };
  for (let poll = 0; poll < POLLS; poll += 1) {
    // Each time, because the site's page may only begin to listen.
    opener.postMessage(hello, site);
    const question = await get<ConsentQuestion>(`/connect/${id}`);
    if (question.state === 'bound') return question;
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
  throw new Error(`${site} did not answer. Close this window and try again.`);
}

/**
 * Where the page cannot be spoken to, because it or a wallet cuts windows off that it opens (COOP): its agent is asked, by navigation, to send the
 * visitor back with a form, of which the browser says where it comes from. Nothing that is sent there is a secret: the site may redirect it to anybody.
 */
export async function sendToSite(id: string, path: string): Promise<void> {
  const { site } = await get<AskingSite>(`/connect/${id}/site`);
  const target = new URL(`${site}${path}`);
  if (target.origin !== site) throw new Error('This is no path of the site.');
  target.hash = `wm-connect=${id}`;
  location.replace(target.href);
}

/** The connection as it waits for consent, when the visitor has come from the site, now or before the page was loaded anew. */
export async function arrive(id: string): Promise<ConsentQuestion | null> {
  const arrived = await post<ConsentQuestion>(`/connect/${id}/arrivals`, {}).catch(() => null);
  if (arrived) return arrived;
  const question = await get<ConsentQuestion>(`/connect/${id}`).catch(() => null);
  return question?.state === 'bound' ? question : null;
}

function requestChallenge(id: string): Promise<{ site: string; challenge: string }> {
  return post(`/connect/${id}/challenges`, {});
}
