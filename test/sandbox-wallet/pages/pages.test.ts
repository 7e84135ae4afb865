import assert from 'node:assert/strict';
import { lookup } from 'node:dns/promises';
import { after, before, test } from 'node:test';
import { launchChromiumShell } from '../../support/browsers/chromium.js';
import { sendSigned, signRequest } from '../../support/wallets/wallet-client.js';
import {
  createTestIncomingPayment,
  postOutgoingPayment,
  type PendingGrant,
  requestOutgoingGrant,
  waitForSettlement,
  startWalletPair,
  usd,
  type WalletPair,
} from '../../support/wallets/wallet-pair.js';

let pair: WalletPair;
before(async () => {
  pair = await startWalletPair();
});
after(() => pair.close());

test('the consent page shows the client, the limits, the interval, the end, and that it is a sandbox', async () => {
  const { html } = await openConsent({ debitAmount: usd(500), interval: 'R11/2024-01-31T00:00:00Z/P1M' });
  for (const part of [
    'SANDBOX',
    'Test client',
    pair.client.walletAddress,
    'at most 5.00 USD',
    'every month',
  ]) {
    assert.ok(html.includes(part), part);
  }
  assert.ok(html.includes('2025-01-31T00:00:00.000Z'), html);
  assert.ok(html.includes(`${pair.visitor}/visitor`));
  assert.match(html, /<html lang="en">/);
  assert.equal(html.match(/<button /g)?.length, 2);
});

test('the consent page runs no script, cannot be framed, and only submits to the wallet and the client', async () => {
  const { html, headers } = await openConsent({});
  assert.equal(
    headers.get('content-security-policy'),
    "default-src 'none'; style-src 'self'; form-action 'self' http://localhost:1; base-uri 'none'; frame-ancestors 'none'",
  );
  assert.equal(headers.get('x-frame-options'), 'DENY');
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.ok(!/<script|<style| style=| on\w+=/i.test(html));
  const style = await fetch(`${pair.visitor}/style.css`);
  assert.match(style.headers.get('content-type') ?? '', /^text\/css/);
});

test('the client’s name is escaped, shortened, and stripped of invisible and bidirectional characters', async () => {
  pair.client.publicName = `<img src=x onerror=alert(1)>"'&\u202Etset\u200B${'x'.repeat(10_000)}`;
  try {
    const { html } = await openConsent({ debitAmount: { ...usd(1), assetCode: '<b>USD' } });
    assert.ok(html.includes('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;tset'));
    assert.ok(!html.includes('<img') && !html.includes('<b>') && !/[\u202E\u200B]/.test(html));
    assert.ok(html.length < 5_000);
  } finally {
    pair.client.publicName = 'Test client';
  }
});

test('the account page shows the balance and the latest payments', async () => {
  const { token } = await requestOutgoingGrant(pair, undefined);
  await postOutgoingPayment(pair, token, await createTestIncomingPayment(pair), 1_234);
  await waitForSettlement(pair);
  const visitor = await (await fetch(`${pair.visitor}/account/visitor`)).text();
  assert.ok(
    visitor.includes('SANDBOX') && visitor.includes('9987.66 USD') && visitor.includes('−12.34 USD'),
    visitor,
  );
  const site = await (await fetch(`${pair.receiver}/account/site`)).text();
  assert.ok(site.includes('+12.34 USD'));
  assert.equal((await fetch(`${pair.visitor}/account/nobody`)).status, 404);
});

test('the account page shows new payments live, under a strict policy, and works without a script', async (t) => {
  const browser = await launchChromiumShell();
  t.after(() => browser.close());
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  const response = await page.goto(`${pair.receiver}/account/scale-9`);
  assert.equal(
    response?.headers()['content-security-policy'],
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  );
  await page.waitForFunction(`document.querySelector('#state').textContent.includes('as they arrive')`);
  const { token } = await requestOutgoingGrant(pair, undefined);
  const incoming = await createTestIncomingPayment(pair, {}, `${pair.receiver}/scale-9`);
  for (let count = 0; count < 3; count += 1) await postOutgoingPayment(pair, token, incoming, 7);
  await page.waitForFunction(`document.querySelector('#balance').textContent === '0.210000000 USD'`);
  const rows = await page.$$eval('#payments tr', (all) => all.map((row) => row.textContent ?? ''));
  assert.equal(rows.length, 3);
  for (const row of rows) assert.ok(row.includes(`from ${pair.visitor}/visitor+0.070000000 USD`), row);

  await page.setJavaScriptEnabled(false);
  await page.reload();
  assert.equal(await page.$eval('#balance', ({ textContent }) => textContent), '0.210000000 USD');
  assert.match(await page.$eval('#state', ({ textContent }) => textContent ?? ''), /^Reload/);
  assert.deepEqual(problems, []);
});

test('the pages are usable by keyboard and fit a narrow screen, light and dark', async (t) => {
  const browser = await launchChromiumShell();
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.setViewport({ width: 320, height: 600 });
  const consent = await requestConsent({ debitAmount: usd(500) });
  for (const url of [consent, `${pair.visitor}/account/visitor`, `${pair.receiver}/sandbox`]) {
    await page.goto(url);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true, url);
  }
  await page.goto(consent);
  for (const name of ['Accept', 'Reject']) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(
      `[document.activeElement.textContent, getComputedStyle(document.activeElement).outlineStyle]`,
    );
    assert.deepEqual(focused, [name, 'solid']);
  }
});

test('CORS allows any origin, and the preflight allows the requested headers', async () => {
  for (const path of ['/auth', '/op/quotes', '/visitor']) {
    const requestedHeaders = 'authorization,content-digest,signature';
    const preflight = await fetch(`${pair.visitor}${path}`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://site.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': requestedHeaders,
      },
    });
    assert.equal(preflight.status, 204, path);
    assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
    assert.equal(preflight.headers.get('access-control-allow-headers'), requestedHeaders);
    assert.equal(preflight.headers.get('access-control-allow-methods'), 'GET,HEAD,PUT,POST,DELETE,PATCH');
  }
  const answer = await fetch(`${pair.visitor}/visitor`, { headers: { origin: 'https://site.example' } });
  assert.equal(answer.headers.get('access-control-allow-origin'), '*');
  const { headers } = await openConsent({});
  assert.equal(headers.get('access-control-allow-origin'), null, 'no CORS on the consent page');
});

test('every response is marked as a sandbox’s', async () => {
  for (const path of [
    '/visitor',
    '/nothing',
    '/auth',
    '/op/quotes',
    '/%zz',
    '/style.css',
    '/sandbox/ledger',
    '/sandbox/rates',
  ]) {
    assert.equal((await fetch(`${pair.visitor}${path}`)).headers.get('wm-sandbox'), 'true', path);
  }
});

test('localhost is reachable at all of its addresses', async () => {
  const { port } = new URL(pair.visitor);
  for (const { address, family } of await lookup('localhost', { all: true })) {
    const response = await fetch(`http://${family === 6 ? `[${address}]` : address}:${port}/visitor`);
    assert.deepEqual([response.status, response.headers.get('wm-sandbox')], [200, 'true'], address);
    assert.equal(((await response.json()) as { id: string }).id, `${pair.visitor}/visitor`);
  }
});

async function openConsent(limits: object): Promise<{ html: string; headers: Headers }> {
  const page = await fetch(await requestConsent(limits));
  return { html: await page.text(), headers: page.headers };
}

async function requestConsent(limits: object): Promise<string> {
  const access = {
    type: 'outgoing-payment',
    actions: ['create'],
    identifier: `${pair.visitor}/visitor`,
    limits,
  };
  const finish = { method: 'redirect', uri: 'http://localhost:1/finish', nonce: 'nonce' };
  const body = {
    client: pair.client.walletAddress,
    access_token: { access: [access] },
    interact: { start: ['redirect'], finish },
  };
  const answer = await sendSigned(
    signRequest(pair.client, { url: `${pair.visitor}/auth`, method: 'POST', body }),
  );
  return (answer.body as unknown as PendingGrant).interact.redirect;
}
