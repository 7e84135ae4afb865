import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  decideAtWallet,
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

const COOP = { 'cross-origin-opener-policy': 'same-origin' };
const environment = await openConnectEnvironment({
  allowance: { ratePerHour: '18.00', budget: '5.00', period: 'P1M' },
});
const { visitor: wallet } = environment.sandbox.directory.wallets;
/** Records the URL of the page before the agent removes the code. */
const recorder = `<script>if (location.hash) localStorage.arrived = location.href</script>`;
const site = await serveSite(recorder + monetizedHtml(environment), COOP);

test('a site that isolates its windows is connected through its own page, and paid', async () => {
  const page = await visit(environment, `${site}/blog/post?draft=1`);
  const popup = await clickConnect(page);
  await enterWalletAddress(popup, wallet);
  assert.equal(await popup.evaluate('window.opener'), null);
  const arrived = (await page.evaluate('localStorage.arrived')) as string;
  assert.ok(arrived.startsWith(`${site}/blog/post#wm-connect=`), arrived);
  assert.match(popup.url(), /\/connect#[\w-]{36}$/);

  await approveConnection(popup);
  await decideAtWallet(popup, 'accept');
  assert.match(await readText(popup, '[role=status]'), new RegExp(`${wallet} now pays ${site}`));
  await popup.click('#back');
  await popup.waitForFunction(`location.href === '${site}/blog/post'`).catch((error: unknown) => {
    // A closed window has returned as well.
    if (!popup.isClosed()) throw error;
  });
  await page.bringToFront();
  await page.waitForFunction('document.monetization.agentState.status === "streaming"', { timeout: 30_000 });
});

test('with a wallet that isolates the window, the page polls its provider', async () => {
  const plain = await serveSite(monetizedHtml(environment));
  const page = await visit(environment, plain);
  const popup = await clickConnect(page);
  await enterWalletAddress(popup, wallet);
  // The wallet's own responses with one additional header.
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
  await approveConnection(popup);
  assert.equal(await page.evaluate('document.monetization.agentState.status'), 'not-connected');
  await decideAtWallet(popup, 'accept');
  await popup.waitForFunction('document.body.textContent.includes("Connected.")');
  assert.equal(await popup.evaluate('window.opener'), null, 'isolated');
  await page.bringToFront();
  await page.waitForFunction('document.monetization.agentState.status === "streaming"', { timeout: 30_000 });
});

test('the code is useless in another browser, where the page has another key', async () => {
  const page = await visit(environment, site);
  const popup = await clickConnect(page);
  await popup.waitForSelector('#wallet:not([hidden])');
  const arrived = (await page.evaluate('localStorage.arrived')) as string;
  const newVisitor = await visit(environment, site);
  await newVisitor.goto('about:blank');
  await newVisitor.goto(arrived);
  await newVisitor.waitForFunction('location.hash === ""');
  await newVisitor.waitForFunction('document.monetization.agentState.status === "not-connected"');
  assert.equal(new URL(newVisitor.url()).origin, site, 'no redirect');
});

test('a site with same-origin-allow-popups receives the result in the window', async () => {
  const other = await serveSite(monetizedHtml(environment), {
    'cross-origin-opener-policy': 'same-origin-allow-popups',
  });
  const popup = await clickConnect(await visit(environment, other));
  assert.notEqual(await popup.evaluate('window.opener'), null);
  await connectWallet(environment, popup);
});
