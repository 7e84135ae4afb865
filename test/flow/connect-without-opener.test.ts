import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  answerAtWallet,
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

const COOP = { 'cross-origin-opener-policy': 'same-origin' };
const world = await openConnectWorld({ allowance: { ratePerHour: '18.00', budget: '5.00', period: 'P1M' } });
const { visitor: wallet } = world.sandbox.directory.wallets;
/** Keeps what the page is opened with, before the agent takes it out of the URL. */
const recorder = `<script>if (location.hash) localStorage.arrived = location.href</script>`;
const site = await serveSite(recorder + monetized(world), COOP);

test('a site that cuts off the windows it opens is connected by way of its own page, and paid', async () => {
  const page = await visit(world, `${site}/blog/post?draft=1`);
  const popup = await clickConnect(page);
  await nameWallet(popup, wallet);
  assert.equal(await popup.evaluate('window.opener'), null);
  const arrived = (await page.evaluate('localStorage.arrived')) as string;
  assert.ok(arrived.startsWith(`${site}/blog/post#wm-connect=`), arrived);
  assert.match(popup.url(), /\/connect#[\w-]{36}$/);

  await approve(popup);
  await answerAtWallet(popup, 'accept');
  assert.match(await text(popup, '[role=status]'), new RegExp(`${site} may now be paid from ${wallet}`));
  await popup.click('#back');
  await popup.waitForFunction(`location.href === '${site}/blog/post'`).catch((error: unknown) => {
    // A window that has closed has gone back, too.
    if (!popup.isClosed()) throw error;
  });
  await page.bringToFront();
  await page.waitForFunction('document.monetization.agentState.status === "streaming"', { timeout: 30_000 });
});

test('a wallet that cuts the window off breaks nothing: the page asks its provider', async () => {
  const plain = await serveSite(monetized(world));
  const page = await visit(world, plain);
  const popup = await clickConnect(page);
  await nameWallet(popup, wallet);
  // The wallet's own answers, with one header more.
  await popup.setRequestInterception(true);
  popup.on('request', (request) => {
    if (!request.url().startsWith(new URL(wallet).origin) || request.method() !== 'GET')
      return void request.continue();
    void fetch(request.url(), { headers: request.headers() }).then(async (answer) =>
      request.respond({
        status: answer.status,
        headers: { ...Object.fromEntries(answer.headers), ...COOP },
        body: await answer.text(),
      }),
    );
  });
  await approve(popup);
  assert.equal(await page.evaluate('document.monetization.agentState.status'), 'not-connected');
  await answerAtWallet(popup, 'accept');
  await popup.waitForFunction('document.body.textContent.includes("Connected.")');
  assert.equal(await popup.evaluate('window.opener'), null, 'cut off');
  await page.bringToFront();
  await page.waitForFunction('document.monetization.agentState.status === "streaming"', { timeout: 30_000 });
});

test('the code is good for nothing in another browser, where the page has another key', async () => {
  const page = await visit(world, site);
  const popup = await clickConnect(page);
  await popup.waitForSelector('#wallet:not([hidden])');
  const arrived = (await page.evaluate('localStorage.arrived')) as string;
  const stranger = await visit(world, site);
  await stranger.goto('about:blank');
  await stranger.goto(arrived);
  await stranger.waitForFunction('location.hash === ""');
  await stranger.waitForFunction('document.monetization.agentState.status === "not-connected"');
  assert.equal(new URL(stranger.url()).origin, site, 'it stays where it is');
});

test('a site that keeps the windows it opens (same-origin-allow-popups) is answered in the window', async () => {
  const other = await serveSite(monetized(world), {
    'cross-origin-opener-policy': 'same-origin-allow-popups',
  });
  const popup = await clickConnect(await visit(world, other));
  assert.notEqual(await popup.evaluate('window.opener'), null);
  await connectWallet(world, popup);
});
