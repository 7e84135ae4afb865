import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Page } from 'puppeteer-core';
import {
  approveConnection,
  clickConnect,
  connectWallet,
  monetizedHtml,
  enterWalletAddress,
  openConnectEnvironment,
  serveSite,
  readText,
  visit,
} from '../../support/connect/connect-environment.js';
import { openRelayPage, type RelayPage } from '../../support/provider/relay-page.js';

/** Requests that the visitor's wallet received. */
const walletRequests: string[] = [];
const NAME = `Free\u202Etset<img src=x onerror=document.title='pwned'>`;
const SHOWN = `Freetset<img src=x onerror=document.title='pwned'>`;
const environment = await openConnectEnvironment({}, ({ visitor }) => {
  visitor.addHook(
    'onResponse',
    async ({ method, url }) => void walletRequests.push(`${method} ${url.split('/').slice(0, 3).join('/')}`),
  );
  visitor.addHook('onSend', async (request, _reply, payload) =>
    request.url === '/visitor' && typeof payload === 'string' && payload.startsWith('{')
      ? JSON.stringify({ ...(JSON.parse(payload) as object), publicName: NAME })
      : payload,
  );
});
const { origin, browser, sandbox } = environment;
const { visitor: wallet } = sandbox.directory.wallets;
const site = await serveSite(monetizedHtml(environment));
const elsewhere = await serveSite('<button>Open</button>');

test('a connect page that was opened with a forged Origin stays unbound: after leaving the site, without opener, sandboxed', async () => {
  const sandboxed = await serveSite(
    `<iframe sandbox="allow-scripts allow-popups" src="${elsewhere}"></iframe>`,
  );
  const attempts = await Promise.all(
    [elsewhere, elsewhere, sandboxed].map(async (at): Promise<Attempt> => {
      const relay = await openRelayPage(origin, site);
      const { id } = (await relay.call('POST', '/relay/connections', {})).body as { id: string };
      const page = await (await browser.createBrowserContext()).newPage();
      await page.goto(at);
      return { relay, id, page };
    }),
  );
  const [navigates, alone, framed] = attempts as [Attempt, Attempt, Attempt];
  const left = await openFrom(navigates.page, `${origin}/connect#${navigates.id}`, '');
  await navigates.page.evaluate((url) => location.assign(url), site);
  await waitForText(await openFrom(alone.page, `${origin}/connect#${alone.id}`, 'noopener'), 'lost contact');
  // Its window has an opaque origin, so not even the page's script loads.
  const inert = await openFrom(framed.page, `${origin}/connect#${framed.id}`, '');
  await waitForText(left, 'did not respond');
  assert.equal(await inert.$('form:not([hidden])'), null);
  for (const { relay, id } of attempts) {
    assert.equal((await relay.call('GET', `/relay/connections/${id}`)).body.state, 'new');
  }
});

test('ten calls of connect() in a loop open at most one window', async () => {
  const page = await visit(environment, site);
  const context = page.browserContext();
  const before = (await context.pages()).length;
  const opened = context.waitForTarget((target) => target.url().startsWith(`${origin}/connect`));
  await page.evaluate('for (let time = 0; time < 10; time += 1) document.monetization.connect()');
  await opened;
  // A window that is opened later is listed later.
  await context.newPage();
  assert.equal((await context.pages()).length, before + 2);
  await page.browserContext().close();
});

test('a hostile wallet’s name is shown as text on every page, without bidirectional characters', async () => {
  const page = await visit(environment, site);
  const popup = await clickConnect(page);
  await enterWalletAddress(popup, wallet);
  assert.equal(await readText(popup, '#wallet-name'), SHOWN);
  await assertUnharmed(popup);
  await approveConnection(popup);
  await Promise.all([popup.waitForNavigation(), popup.click('button[value=accept]')]);
  await popup.waitForSelector('#back');
  await assertUnharmed(popup);
  await popup.goto(`${origin}/account`);
  await assertUnharmed(popup);
  await Promise.all([popup.waitForNavigation(), popup.click('a[href^="/account/sites/"]')]);
  await assertUnharmed(popup);
  await page.browserContext().close();
});

test('a site that has lost its key connects again: the old consent is revoked, also at the wallet', async () => {
  const page = await visit(environment, site);
  await connectWallet(environment, await clickConnect(page));
  await page.bringToFront();
  await page.waitForFunction('document.monetization.agentState.status === "streaming"', { timeout: 20_000 });
  assert.equal(await page.evaluate(exportKey), 'InvalidAccessError');
  await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const deleted = indexedDB.deleteDatabase('wm-polyfill');
        deleted.onsuccess = resolve;
        deleted.onerror = reject;
      }),
  );
  await page.reload();
  await page.waitForFunction('document.monetization.agentState.status === "not-connected"');

  walletRequests.length = 0;
  const popup = await clickConnect(page);
  await popup.waitForSelector('#consent:not([hidden])');
  await approveConnection(popup);
  await Promise.all([popup.waitForNavigation(), popup.click('button[value=accept]')]);
  await popup.waitForSelector('#back');
  await popup.goto(`${origin}/account`);
  assert.equal((await popup.$$('h3')).length, 1, 'one active site');
  assert.equal((await popup.$$('section[aria-labelledby=ended] li')).length, 1, 'one ended site');
  assert.ok(walletRequests.includes('DELETE /auth/continue'), walletRequests.join());
});

// A frame does not know the origin of its embedding page, from which it requests permission. The message
// contains no secret.
const PARENT_REQUEST_SCRIPT = /wm(-policy|-testing|\.all)\.js$|parent-request\.js$/;

test('no built file posts messages to any origin, except for the permission request of frames', () => {
  const files = readdirSync('dist', { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.js') && !PARENT_REQUEST_SCRIPT.test(name),
  );
  assert.ok(files.length > 10);
  const toAnyone = /postMessage\([^;]*?,\s*["'`]\*["'`]/;
  const found = files.filter((name) => toAnyone.test(readFileSync(`dist/${name}`, 'utf8')));
  assert.deepEqual(found, []);
});

interface Attempt {
  relay: RelayPage;
  id: string;
  page: Page;
}

/** The page, or the frame in it, opens a window like an attacker. */
async function openFrom(page: Page, url: string, features: string): Promise<Page> {
  const opened = page
    .browserContext()
    .waitForTarget((target) => target.url().startsWith(`${origin}/connect`));
  const opener = page.frames().at(-1) ?? page.mainFrame();
  await opener.evaluate(
    (target, how) => {
      document.querySelector('button')?.addEventListener('click', () => window.open(target, '', how));
    },
    url,
    features,
  );
  await (await opener.waitForSelector('button'))?.click();
  const popup = await (await opened).page();
  assert.ok(popup);
  return popup;
}

async function waitForText(popup: Page, words: string): Promise<void> {
  await popup.waitForFunction(
    (expected) => document.querySelector('#message')?.textContent?.includes(expected),
    { timeout: 25_000 },
    words,
  );
}

async function assertUnharmed(page: Page): Promise<void> {
  assert.notEqual(await page.title(), 'pwned');
  assert.equal(await page.$('img'), null);
}

/** Runs in the page: the result of exporting the private key. */
const exportKey = `(async () => {
  const opened = indexedDB.open('wm-polyfill');
  await new Promise((resolve) => (opened.onsuccess = resolve));
  const got = opened.result.transaction('keys').objectStore('keys').get('session-key');
  await new Promise((resolve) => (got.onsuccess = resolve));
  opened.result.close();
  return crypto.subtle.exportKey('jwk', got.result.privateKey).then(() => 'exported', ({ name }) => name);
})()`;
