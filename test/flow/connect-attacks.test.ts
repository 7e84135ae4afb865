import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Page } from 'puppeteer-core';
import {
  approve,
  clickConnect,
  connectWallet,
  monetized,
  nameWallet,
  openConnectWorld,
  serveSite,
  text,
  visit,
} from '../support/connect.js';
import { openRelayPage, type RelayPage } from '../support/relay-page.js';

/** What the visitor's wallet was asked. */
const asked: string[] = [];
const NAME = `Free\u202Etset<img src=x onerror=document.title='pwned'>`;
const SHOWN = `Freetset<img src=x onerror=document.title='pwned'>`;
const world = await openConnectWorld({}, ({ visitor }) => {
  visitor.addHook(
    'onResponse',
    async ({ method, url }) => void asked.push(`${method} ${url.split('/').slice(0, 3).join('/')}`),
  );
  visitor.addHook('onSend', async (request, _reply, payload) =>
    request.url === '/visitor' && typeof payload === 'string' && payload.startsWith('{')
      ? JSON.stringify({ ...(JSON.parse(payload) as object), publicName: NAME })
      : payload,
  );
});
const { origin, browser, sandbox } = world;
const { visitor: wallet } = sandbox.directory.wallets;
const site = await serveSite(monetized(world));
const elsewhere = await serveSite('<button>Open</button>');

test('whoever opens the connect page by a forged Origin stays unbound: gone to the site, without opener, sandboxed', async () => {
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
  await says(await openFrom(alone.page, `${origin}/connect#${alone.id}`, 'noopener'), 'lost the window');
  // Its window has no origin, so that not even the page's script is let in.
  const inert = await openFrom(framed.page, `${origin}/connect#${framed.id}`, '');
  await says(left, 'did not answer');
  assert.equal(await inert.$('form:not([hidden])'), null);
  for (const { relay, id } of attempts) {
    assert.equal((await relay.call('GET', `/relay/connections/${id}`)).body.state, 'new');
  }
});

test('ten calls of connect() in a loop open one window at most', async () => {
  const page = await visit(world, site);
  const before = (await page.browserContext().pages()).length;
  await page.evaluate('for (let time = 0; time < 10; time += 1) document.monetization.connect()');
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 500))');
  assert.ok((await page.browserContext().pages()).length <= before + 1);
  await page.browserContext().close();
});

test('a hostile wallet’s name is text on every page, and turns nothing around', async () => {
  const page = await visit(world, site);
  const popup = await clickConnect(page);
  await nameWallet(popup, wallet);
  assert.equal(await text(popup, '#wallet-name'), SHOWN);
  await unharmed(popup);
  await approve(popup);
  await Promise.all([popup.waitForNavigation(), popup.click('button[value=accept]')]);
  await popup.waitForSelector('#back');
  await unharmed(popup);
  await popup.goto(`${origin}/account`);
  await unharmed(popup);
  await Promise.all([popup.waitForNavigation(), popup.click('a[href^="/account/sites/"]')]);
  await unharmed(popup);
  await page.browserContext().close();
});

test('a site that has lost its key connects anew: the old consent ends, at the wallet too', async () => {
  const page = await visit(world, site);
  await connectWallet(world, await clickConnect(page));
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

  asked.length = 0;
  const popup = await clickConnect(page);
  await popup.waitForSelector('#consent:not([hidden])');
  await approve(popup);
  await Promise.all([popup.waitForNavigation(), popup.click('button[value=accept]')]);
  await popup.waitForSelector('#back');
  await popup.goto(`${origin}/account`);
  assert.equal((await popup.$$('h3')).length, 1, 'one site may be paid');
  assert.equal((await popup.$$('section[aria-labelledby=ended] li')).length, 1, 'the other has ended');
  assert.ok(asked.includes('DELETE /auth/continue'), asked.join());
});

// A frame cannot know the origin of the page around it, which it asks whether it may pay. It says no secret.
const ASKS_PARENT = /wm-(policy|testing)\.js$|ask-parent\.js$/;

test('nothing that is built speaks to windows of any origin, but for a frame that asks the page around it', () => {
  const files = readdirSync('dist', { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.js') && !ASKS_PARENT.test(name),
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

/** The page, or the frame in it, opens a window as an attacker would. */
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

async function says(popup: Page, words: string): Promise<void> {
  await popup.waitForFunction(
    (expected) => document.querySelector('#message')?.textContent?.includes(expected),
    { timeout: 25_000 },
    words,
  );
}

async function unharmed(page: Page): Promise<void> {
  assert.notEqual(await page.title(), 'pwned');
  assert.equal(await page.$('img'), null);
}

/** In the page: what comes of exporting the private key. */
const exportKey = `(async () => {
  const opened = indexedDB.open('wm-polyfill');
  await new Promise((resolve) => (opened.onsuccess = resolve));
  const got = opened.result.transaction('keys').objectStore('keys').get('session-key');
  await new Promise((resolve) => (got.onsuccess = resolve));
  opened.result.close();
  return crypto.subtle.exportKey('jwk', got.result.privateKey).then(() => 'exported', ({ name }) => name);
})()`;
