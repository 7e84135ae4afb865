import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createProvider } from '../../../../src/provider/provider.js';
import { freePorts } from '../../../support/free-ports.js';
import { openRelayPage, type RelayPage } from '../../../support/provider/relay-page.js';
import { openSandbox } from '../../../support/open-sandbox.js';
import { Visitor } from '../../../support/provider/visitor.js';

const SITE = 'https://site.example';
const DAY_MS = 86_400_000;
/** Requests that the visitor's wallet received. */
const walletRequests: string[] = [];
const sandbox = await openSandbox({
  prepare: ({ visitor }) =>
    visitor.addHook('onResponse', async ({ method, url }) => void walletRequests.push(`${method} ${url}`)),
});
const wallet = sandbox.directory.wallets.visitor;
let ahead = 0;
const { provider: port } = await freePorts();
const origin = `http://localhost:${port}`;
const provider = await createProvider({
  ...{ origin, dataDirectory: null, sandbox: true, now: () => Date.now() + ahead },
  allowance: { ...{ ratePerHour: '0.60', budget: '5.00', period: 'P1M' }, maxBudget: '20.00' },
});
await provider.listen({ host: 'localhost', port });
after(() => provider.close());

const GOOD = { budget: '5.00', ratePerHour: '0.60' };

test('an invalid consent is rejected without a request to the wallet', async () => {
  const { visitor, id } = await openBound();
  const consents = `/connect/${id}/consents`;
  const { token } = (await visitor.submitWalletAddress(id, wallet)).body;
  const foreign = await openBound();
  const foreignToken = (await foreign.visitor.submitWalletAddress(foreign.id, wallet)).body.token;
  const another = await connectionOf(`${SITE}:8443`);
  await visitor.bind(another.page, another.id);
  const tokenOfAnother = (await visitor.submitWalletAddress(another.id, wallet)).body.token;
  const otherVisitor = new Visitor(origin);
  await otherVisitor.call('POST', `/connect/${(await connectionOf()).id}/challenges`, {});
  walletRequests.length = 0;

  const send = async (body: object, headers: Record<string, string | undefined> = {}) =>
    (await visitor.call('POST', consents, { ...GOOD, ...body }, headers)).status;
  for (const [wrong, body, headers] of [
    ['a guessed token', { token: 'x'.repeat(43) }],
    ['another visitor’s token', { token: foreignToken }],
    ['the token of another connection', { token: tokenOfAnother }],
    ['an origin that is the site’s', { token }, { origin: SITE }],
    ['an opaque origin', { token }, { origin: 'null' }],
    ['no origin', { token }, { origin: undefined }],
    ['another port', { token }, { origin: sandbox.directory.provider }],
    ['a call from another site', { token }, { 'sec-fetch-site': 'cross-site' }],
    ['a call from a subdomain', { token }, { 'sec-fetch-site': 'same-site' }],
    ['a call without an initiating page', { token }, { 'sec-fetch-site': 'none' }],
    ['no cookie', { token }, { cookie: undefined }],
    ['another visitor’s cookie', { token }, { cookie: otherVisitor.cookie }],
  ] as [string, object, Record<string, string | undefined>?][]) {
    assert.equal(await send(body, headers), 403, wrong);
  }
  const missing = await visitor.call('POST', consents, GOOD);
  assert.ok(missing.status === 400 || missing.status === 403, 'no token');
  assert.deepEqual(walletRequests, []);

  ahead += 31 * 60_000;
  assert.equal(await send({ token }), 403, 'half an hour later');
  ahead -= 31 * 60_000;
  assert.deepEqual(walletRequests, []);
});

test('a form token is valid once, also for two simultaneous requests', async () => {
  const { visitor, id } = await openBound();
  const { token } = (await visitor.submitWalletAddress(id, wallet)).body;
  walletRequests.length = 0;
  const send = () => visitor.call('POST', `/connect/${id}/consents`, { token, ...GOOD });
  const statuses = (await Promise.all([send(), send()])).map(({ status }) => status);
  assert.deepEqual(statuses.sort(), [200, 403]);
  assert.equal((await send()).status, 403);
  assert.equal(
    walletRequests.filter((call) => /^POST \/auth\/?$/.test(call)).length,
    1,
    walletRequests.join(),
  );
});

test('a connection that is unbound or already decided accepts no consent', async () => {
  const visitor = new Visitor(origin);
  const { page, id } = await connectionOf();
  await visitor.call('POST', `/connect/${id}/challenges`, {});
  walletRequests.length = 0;
  assert.equal((await visitor.submitWalletAddress(id, wallet)).status, 403);
  const send = (token: string) => visitor.call('POST', `/connect/${id}/consents`, { token, ...GOOD });
  assert.equal((await send('x'.repeat(43))).status, 403);
  assert.deepEqual(walletRequests, []);
  const token = await visitor.consent(page, id, wallet);
  assert.equal((await send(token)).status, 403, 'active');
});

test('a connection that an attacker bound in their browser is not bound in a browser that opens the link', async () => {
  const { visitor: attacker, page, id } = await openBound();
  const victim = new Visitor(origin);
  assert.equal((await victim.call('POST', `/connect/${id}/challenges`, {})).status, 200);
  assert.equal((await victim.call('GET', `/connect/${id}`)).body.state, 'new');
  assert.equal((await victim.submitWalletAddress(id, wallet)).status, 403, 'no consent possible');
  assert.equal((await page.call('GET', `/relay/connections/${id}`)).body.state, 'new');
  assert.equal((await attacker.submitWalletAddress(id, wallet)).status, 403);
});

test('a budget or rate that is invalid, zero, or above the operator’s limit is rejected', async () => {
  const { visitor, id } = await openBound();
  walletRequests.length = 0;
  for (const wrong of [
    ...['20.01', '1000000000000', '0', '0.00', '-1', '-0.01', '1e3', '0x10', '5,00', '٥', '', ' ', 'NaN'],
    ...['Infinity', '5.001', '5 EUR', '1'.repeat(30)],
  ]) {
    const { status } = await choose({ budget: wrong, ratePerHour: '0.60' });
    assert.ok(status === 400 || status === 422, `budget ${wrong}: ${status}`);
  }
  for (const wrong of ['0.61', '0', '-0.60', '1e-1']) {
    const { status } = await choose({ budget: '5.00', ratePerHour: wrong });
    assert.ok(status === 400 || status === 422, `rate ${wrong}: ${status}`);
  }
  assert.ok(!walletRequests.some((call) => call.startsWith('POST /auth')), walletRequests.join());
  assert.equal((await choose({ budget: '20.00', ratePerHour: '0.60' })).status, 200);

  async function choose(choice: object) {
    const { token } = (await visitor.submitWalletAddress(id, wallet)).body;
    return visitor.call('POST', `/connect/${id}/consents`, { token, ...choice });
  }
});

test('after a refusal the site cannot request consent for a day', async () => {
  const { visitor, id } = await openBound();
  assert.equal((await visitor.call('POST', `/connect/${id}/refusals`, {})).status, 200);
  const later = await connectionOf();
  const ask = (connection: string) => visitor.call('POST', `/connect/${connection}/challenges`, {});
  for (const connection of [id, later.id]) {
    assert.equal((await ask(connection)).body.code, 'consent-refused');
  }
  const elsewhere = await connectionOf('https://other.example');
  assert.equal((await ask(elsewhere.id)).status, 200, 'another site can');
  ahead += DAY_MS - 5_000;
  assert.equal((await ask(later.id)).status, 403, 'nearly a day later');
  ahead += 6_000;
  assert.equal((await ask(later.id)).status, 200, 'a day later');
  ahead = 0;
});

test('a refusal at the wallet counts as well', async () => {
  const { visitor, id } = await openBound();
  const { token } = (await visitor.submitWalletAddress(id, wallet)).body;
  const { redirect } = (await visitor.call('POST', `/connect/${id}/consents`, { token, ...GOOD })).body;
  const finish = await rejectedAt(redirect);
  await visitor.call('GET', finish.pathname + finish.search);
  assert.equal((await visitor.call('POST', `/connect/${id}/challenges`, {})).body.code, 'consent-refused');
});

test('a consent ends after thirty days: the page must reconnect, and nothing is paid', async () => {
  const { visitor, page, id } = await openBound();
  await visitor.consent(page, id, wallet);
  const walletAddress = sandbox.directory.testWalletAddresses['ok'];
  const open = () => page.call('POST', '/relay/sessions', { connection: id, walletAddress });
  const { body: session } = await open();
  const pay = () => page.call('POST', `/relay/sessions/${session.id}/payments`, {});
  assert.equal((await pay()).status, 201);
  walletRequests.length = 0;
  ahead += 30 * DAY_MS;
  // Its nonce is a month old; this response brings a new one.
  assert.equal((await page.call('GET', `/relay/connections/${id}`)).status, 401);
  const { body } = await page.call('POST', '/relay/connections', {});
  assert.equal(body.state, 'reconnect');
  assert.equal((await open()).body.code, 'connection-not-active');
  assert.equal((await pay()).status, 409);
  assert.deepEqual(walletRequests, []);
  ahead = 0;
});

async function connectionOf(site = SITE): Promise<{ page: RelayPage; id: string }> {
  const page = await openRelayPage(origin, site);
  return { page, id: (await page.call('POST', '/relay/connections', {})).body.id };
}

async function openBound(): Promise<{ visitor: Visitor; page: RelayPage; id: string }> {
  const visitor = new Visitor(origin);
  const { page, id } = await connectionOf();
  await visitor.bind(page, id);
  return { visitor, page, id };
}

/** Refuses on the wallet's page, like a browser. */
async function rejectedAt(redirect: string): Promise<URL> {
  const opened = await fetch(redirect, { headers: { accept: 'text/html' } });
  const form = await opened.text();
  const fields = [...form.matchAll(/<input type="hidden" name="(\w+)" value="([\w-]+)"/g)];
  const answered = await fetch(redirect, {
    ...{ method: 'POST', redirect: 'manual' },
    headers: {
      cookie: opened.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';', 1)[0])
        .join('; '),
    },
    body: new URLSearchParams([
      ...fields.map(([, name = '', value = '']): [string, string] => [name, value]),
      ['decision', 'reject'],
    ]),
  });
  return new URL(answered.headers.get('location') ?? '', redirect);
}
