import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createProvider } from '../../../src/provider/provider.js';
import { acceptInteraction } from '../../../src/sandbox-wallet/accept-interaction.js';
import { freePorts } from '../../support/free-ports.js';
import { openRelayPage, type RelayPage } from '../../support/provider/relay-page.js';
import { openSandbox } from '../../support/open-sandbox.js';

const sandbox = await openSandbox();
const wallet = sandbox.directory.wallets.visitor;
const { provider: port } = await freePorts();
const origin = `http://localhost:${port}`;
const provider = await createProvider({ origin, dataDirectory: null, sandbox: true });
await provider.listen({ host: 'localhost', port });
after(() => provider.close());

test('a site that rebinds a connection does not learn which wallet paid before', async () => {
  const visitor = openBrowser();
  const { page, id } = await connect(visitor);
  assert.match(await visitor.account(id), new RegExp(wallet));

  // A site's server can send all of these requests: it has the page's key, and no browser restricts it.
  const site = openBrowser();
  await page.call('DELETE', `/relay/connections/${id}`);
  const { challenge } = await site.post(`/connect/${id}/challenges`);
  assert.ok(!(await site.account(id)).includes(wallet), 'on the account page');
  await page.call('POST', `/relay/connections/${id}/bind`, { challenge });
  assert.ok(!JSON.stringify(await site.get(`/connect/${id}`)).includes(wallet), 'as the remembered wallet');
});

test('a site that reads a connection while its visitor is at the wallet does not gain access', async () => {
  const [visitor, site] = [openBrowser(), openBrowser()];
  const { id } = await connect(visitor, (asked) => site.post(`/connect/${asked}/challenges`));
  assert.match(await visitor.account(id), new RegExp(wallet), 'the visitor’s account shows the wallet');
  assert.ok(!(await site.account(id)).includes(wallet), 'no other account does');
});

test('after a new connection, the site stays on the account page of the visitor who paid it', async () => {
  const [visitor, other] = [openBrowser(), openBrowser()];
  const { page, id } = await connect(visitor);
  await page.call('DELETE', `/relay/connections/${id}`);
  const shown = async () => {
    const account = await visitor.page(`${origin}/account`);
    assert.ok(account.includes(`<a href="/account/sites/${id}">`), 'in the list');
    const site = await visitor.page(`${origin}/account/sites/${id}`);
    assert.match(site, /<dt>State<\/dt><dd>ended<\/dd>/);
    assert.ok(site.includes(`<dd>${wallet}</dd>`));
    return tokenIn(account);
  };
  await visitor.post(`/connect/${id}/challenges`);
  await shown();
  await other.post(`/connect/${id}/challenges`);
  await shown();
  await consent(other, page, id);
  const read = async () => (await page.call('GET', `/relay/connections/${id}`)).body.state as string;
  for (const action of ['pause', 'revoke', 'payments/questions']) {
    await visitor.form(`/account/sites/${id}/${action}`, { token: await shown(), amount: '0.01' });
    assert.equal(await read(), 'active', `${action} does not affect the new connection`);
  }
  await visitor.form('/account/forget', { token: await shown() });
  assert.equal(await read(), 'active');
});

test('a confirmed amount is not paid from a consent that was given later', async () => {
  const visitor = openBrowser();
  const { page, id } = await connect(visitor);
  const openLink = () =>
    page.call('POST', '/relay/sessions', {
      connection: id,
      walletAddress: sandbox.directory.testWalletAddresses['ok'],
    });
  await openLink();
  const token = await visitor.token(`/account/sites/${id}`);
  const question = await visitor.form(`/account/sites/${id}/payments/questions`, { token, amount: '0.01' });
  const confirmed = { token: tokenIn(await question.text()) };
  await page.call('DELETE', `/relay/connections/${id}`);
  await consent(visitor, page, id);
  await openLink();
  const answer = await visitor.form(`/account/sites/${id}/payments`, confirmed);
  assert.ok(!(await answer.text()).includes('<h1>Paid'));
  assert.equal(answer.status, 403);
  assert.equal((await page.call('GET', `/relay/connections/${id}`)).body.spent.value, '0');
});

async function connect(
  visitor: ReturnType<typeof openBrowser>,
  atTheWallet?: (id: string) => Promise<unknown>,
) {
  const page = await openRelayPage(origin);
  const { id } = (await page.call('POST', '/relay/connections', {})).body;
  await consent(visitor, page, id, atTheWallet);
  return { page, id };
}

async function consent(
  visitor: ReturnType<typeof openBrowser>,
  page: RelayPage,
  id: string,
  atTheWallet?: (id: string) => Promise<unknown>,
) {
  const { challenge } = await visitor.post(`/connect/${id}/challenges`);
  await page.call('POST', `/relay/connections/${id}/bind`, { challenge });
  const { token } = await visitor.post(`/connect/${id}/wallets`, { walletAddress: wallet });
  const answer = { token, budget: '5.00', ratePerHour: '0.60' };
  const { redirect } = await visitor.post(`/connect/${id}/consents`, answer);
  const finish = await acceptInteraction(redirect as string);
  await atTheWallet?.(id);
  await visitor.page(finish.href);
  assert.equal((await page.call('GET', `/relay/connections/${id}`)).body.state, 'active');
}

function tokenIn(shown: string): string {
  return /name="token" value="([^"]+)"/.exec(shown)?.[1] as string;
}

/** A browser for the provider's own pages: it stores its cookie and sends Origin and Sec-Fetch headers. */
function openBrowser() {
  let cookie = '';
  async function send(url: string, init: RequestInit = {}): Promise<Response> {
    const type = init.body instanceof URLSearchParams ? undefined : 'application/json';
    const headers = {
      origin,
      'sec-fetch-site': 'same-origin',
      cookie,
      ...(type && { 'content-type': type }),
    };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return response;
  }
  const json = async (response: Promise<Response>) =>
    (await (await response).json()) as Record<string, string>;
  return {
    get: (path: string) => json(send(origin + path)),
    post: (path: string, body = {}) =>
      json(send(origin + path, { method: 'POST', body: JSON.stringify(body) })),
    form: (path: string, fields: Record<string, string>) =>
      send(origin + path, { method: 'POST', body: new URLSearchParams(fields) }),
    page: async (url: string) => (await send(url)).text(),
    token: async (path: string) => tokenIn(await (await send(origin + path)).text()),
    account: async (id: string) =>
      (await (await send(`${origin}/account`)).text()) +
      (await (await send(`${origin}/account/sites/${id}`)).text()),
  };
}
