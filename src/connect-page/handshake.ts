import type { ConsentQuestion } from '../protocol/connect-messages.js';
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
 * The same for a page that cannot be spoken to, because it or a wallet cuts windows off that it opens (COOP): the secret goes to the site's
 * origin by navigation, and its agent sends the visitor back here. Behind `#`, so that no server and no other site hears of it.
 */
export async function shakeHandsByNavigation(id: string, path: string): Promise<void> {
  const { site, challenge } = await requestChallenge(id);
  const target = new URL(`${site}${path}`);
  if (target.origin !== site) throw new Error('This is no path of the site.');
  target.hash = `wm-connect=${id}.${challenge}`;
  location.replace(target.href);
}

function requestChallenge(id: string): Promise<{ site: string; challenge: string }> {
  return post(`/connect/${id}/challenges`, {});
}
