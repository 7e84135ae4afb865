import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createProvider } from '../../../src/provider/provider.js';
import { acceptInteraction } from '../../../src/sandbox-wallet/demo-visitor.js';
import { freePorts } from '../../support/free-ports.js';
import { openRelayPage } from '../../support/relay-page.js';
import { openSandbox } from '../../support/sandbox.js';

const sandbox = await openSandbox();
const wallet = sandbox.directory.wallets.visitor;
const { provider: port } = await freePorts();
const origin = `http://localhost:${port}`;
const provider = await createProvider({ origin, dataDirectory: null, sandbox: true });
await provider.listen({ host: 'localhost', port });
after(() => provider.close());

test('a site that asks for a new connection itself does not learn whose wallet paid it before', async () => {
  const visitor = openBrowser();
  const { page, id } = await connect(visitor);
  assert.match(await visitor.account(id), new RegExp(wallet));

  // All of this a site's server can do: it has the page's key, and no browser to keep it honest.
  const site = openBrowser();
  await page.call('DELETE', `/relay/connections/${id}`);
  const { challenge } = await site.post(`/connect/${id}/challenges`);
  assert.ok(!(await site.account(id)).includes(wallet), 'on the account page');
  await page.call('POST', `/relay/connections/${id}/bind`, { challenge });
  assert.ok(!JSON.stringify(await site.get(`/connect/${id}`)).includes(wallet), 'as the remembered wallet');
});

test('who looks at a connection while its visitor is at the wallet does not get it', async () => {
  const [visitor, site] = [openBrowser(), openBrowser()];
  const { id } = await connect(visitor, (asked) => site.post(`/connect/${asked}/challenges`));
  assert.match(await visitor.account(id), new RegExp(wallet), 'the visitor has it');
  assert.ok(!(await site.account(id)).includes(wallet), 'and nobody else');
});

async function connect(
  visitor: ReturnType<typeof openBrowser>,
  atTheWallet?: (id: string) => Promise<unknown>,
) {
  const page = await openRelayPage(origin);
  const { id } = (await page.call('POST', '/relay/connections', {})).body;
  const { challenge } = await visitor.post(`/connect/${id}/challenges`);
  await page.call('POST', `/relay/connections/${id}/bind`, { challenge });
  const { token } = await visitor.post(`/connect/${id}/wallets`, { walletAddress: wallet });
  const answer = { token, budget: '5.00', ratePerHour: '0.60' };
  const { redirect } = await visitor.post(`/connect/${id}/consents`, answer);
  const finish = await acceptInteraction(redirect as string);
  await atTheWallet?.(id);
  await visitor.page(finish.href);
  assert.equal((await page.call('GET', `/relay/connections/${id}`)).body.state, 'active');
  return { page, id };
}

/** A browser as far as the provider's own pages go: it keeps a cookie and says where it calls from. */
function openBrowser() {
  let cookie = '';
  async function send(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', cookie };
    const response = await fetch(url, { ...init, headers });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return response;
  }
  const json = async (response: Promise<Response>) =>
    (await (await response).json()) as Record<string, string>;
  return {
    get: (path: string) => json(send(origin + path)),
    post: (path: string, body = {}) =>
      json(send(origin + path, { method: 'POST', body: JSON.stringify(body) })),
    page: async (url: string) => (await send(url)).text(),
    account: async (id: string) =>
      (await (await send(`${origin}/account`)).text()) +
      (await (await send(`${origin}/account/sites/${id}`)).text()),
  };
}
