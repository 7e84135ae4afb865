import type { ConnectHello } from '../protocol/relay-messages.js';
import { get, post } from './call.js';
import { showConsent, showMessage } from './view.js';

/** How often, and how many times, to ask whether the site's page has answered. */
const POLL = 250;
const POLLS = 60;

interface ConnectRequest {
  state: string;
  site: string;
  allowance: { budget: string; ratePerHour: string; period: string | null };
}

start().catch((error: unknown) => showMessage(error instanceof Error ? error.message : String(error)));

async function start(): Promise<void> {
  const id = encodeURIComponent(location.hash.slice(1));
  // A page in a frame can be dressed by the one around it, and a sandboxed one has no origin that a cookie or a message could name.
  if (window.top !== window || self.origin === 'null')
    throw new Error('This page works only in a window of its own.');
  if (!window.opener)
    throw new Error(
      'Open this page from the site that is to be paid: it has lost the window that opened it.',
    );

  const { site, challenge } = await post<{ site: string; challenge: string }>(
    `/connect/${id}/challenges`,
    {},
  );
  const hello: ConnectHello = { wm: 'hello', connection: id, challenge };
  const request = await whenBound(id, site, () => (window.opener as Window | null)?.postMessage(hello, site));
  showConsent(request, async (walletAddress) => {
    const { redirect } = await post<{ redirect: string }>(`/connect/${id}/consents`, { walletAddress });
    location.assign(redirect);
  });
}

/** Says hello each time, because the site's page may only begin to listen. */
async function whenBound(id: string, site: string, sayHello: () => void): Promise<ConnectRequest> {
  for (let poll = 0; poll < POLLS; poll += 1) {
    sayHello();
    const request = await get<ConnectRequest>(`/connect/${id}`);
    if (request.state === 'bound') return request;
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
  throw new Error(`${site} did not answer. Close this window and try again.`);
}
