import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { chromium, type Browser, type Page } from '@playwright/test';
import { CHROMIUM_FLAGS, CHROMIUM_SHELL } from '../../chromium.mjs';
// From the build output, because it reads dist/wm-testing.js.
import {
  expect,
  openMonetization,
  type PlaywrightMonetization,
  type TestScenario,
} from 'wm-polyfill/testing';

const LINK = '<link rel="monetization" href="https://wallet.example/alice">';
/** A site's page that does not load this package. */
const PLAIN = `<!doctype html><meta http-equiv="content-security-policy" content="script-src 'unsafe-inline'; connect-src 'none'">
  <script>window.supportedAtFirst = document.createElement('link').relList.supports('monetization')</script>
  ${LINK}<p id="locked">Pay first.</p>
  <script>addEventListener('monetization', ({ amountSent }) => { locked.textContent = 'Thank you for ' + amountSent.value })</script>`;
/** A page that loads the package, with its own provider. */
const OWN = `<!doctype html><script src="/wm.js" data-provider="https://provider.example" data-amount-sent="receiver"></script>${LINK}`;

let browser: Browser;
let page: Page;
let origin: string;
const server = createServer(({ url = '' }, response) => {
  const file = /^\/(wm[\w-]*\.js)/.exec(url)?.[1];
  response.setHeader('content-type', file ? 'text/javascript' : 'text/html');
  response.end(file ? readFileSync(`dist/${file}`) : url.startsWith('/own') ? OWN : PLAIN);
});

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  origin = `http://localhost:${(server.address() as { port: number }).port}`;
  browser = await chromium.launch({
    executablePath: CHROMIUM_SHELL,
    args: CHROMIUM_FLAGS,
  });
});
beforeEach(async () => {
  await page?.context().close();
  page = await (await browser.newContext()).newPage();
});
after(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

for (const path of ['/', '/own']) {
  test(`a test pays, and the page receives the exact amount (${path})`, async () => {
    const monetization = await open(path);
    await expect(page).not.toHaveReceived('0.05', 'USD');
    const payment = await monetization.pay('0.05', 'USD');
    assert.deepEqual(payment.amountSent, { currency: 'USD', value: '0.05' });
    await expect(page).toHaveReceived('0.05', 'USD');
    await monetization.pay('1.20', 'USD');
    await expect(page).toHaveReceived('1.25', 'USD');
    await expect(page).toHaveReceived('1.250', 'USD');
    assert.deepEqual(await monetization.received(), [{ currency: 'USD', value: '1.25' }]);
    assert.equal((await monetization.events()).length, 2);
  });

  test(`a persona pays like that visitor, with the test’s clock (${path})`, async () => {
    const monetization = await open(path, 'runs-out');
    await expect(page).toHaveReceived('0.01', 'USD');
    await monetization.clock.advance('1h');
    await expect(page).toHaveReceived('0.05', 'USD');
    assert.equal(await page.evaluate(() => document.monetization?.agentState.status), 'out-of-funds');
  });

  test(`a page without an agent is like in most browsers (${path})`, async () => {
    await open(path, 'no-agent');
    assert.deepEqual(await page.evaluate(() => [isSupported(), 'MonetizationEvent' in window]), [
      false,
      false,
    ]);
  });

  test(`a late agent is missing at first (${path})`, async () => {
    const monetization = await open(path, 'late');
    assert.equal(await page.evaluate(() => isSupported()), false);
    await monetization.pay('0.02', 'USD');
    await expect(page).toHaveReceived('0.02', 'USD');
  });

  test(`the next page starts a new count, and the test continues (${path})`, async () => {
    const monetization = await open(path);
    await monetization.pay('0.05', 'USD');
    await page.goto(`${origin}${path}?next`);
    await monetization.pay('0.07', 'USD');
    await expect(page).toHaveReceived('0.07', 'USD');
    await monetization.use('no-agent');
    await page.reload();
    assert.equal(await page.evaluate(() => isSupported()), false);
    await monetization.use('paying');
    await page.reload();
    await expect(page).toHaveReceived('0.01', 'USD');
  });
}

test('a plain page has support before its first script, under a strict policy, and receives real events', async () => {
  const monetization = await open('/');
  assert.equal(
    await page.evaluate(() => (window as unknown as { supportedAtFirst: boolean }).supportedAtFirst),
    true,
  );
  await monetization.pay('0.05');
  await expect(page.locator('#locked')).toHaveText('Thank you for 0.05');
});

test('a page with the package keeps its own copy and attributes', async () => {
  const monetization = await open('/own');
  await monetization.pay('0.05', 'EUR');
  assert.equal(
    await page.evaluate(() => document.querySelector('script')?.dataset['amountSent']),
    'receiver',
  );
  assert.equal((await monetization.events())[0]?.amountSent.currency, 'USD', 'the receiver’s amount');
});

test('the page’s own persona applies unless the test sets one', async () => {
  const monetization = await open('/own?wm=runs-out');
  await expect(page).toHaveReceived('0.01', 'USD');
  await monetization.use('no-wallet');
  await assert.rejects(monetization.pay(), /cannot be paid: no wallet is connected/);
});

test('reset() returns to the test’s initial persona, on this page and the next one', async () => {
  const monetization = await open('/');
  await monetization.use('runs-out');
  await page.reload();
  await expect(page).toHaveReceived('0.01', 'USD');
  await monetization.reset();
  const before = await monetization.received();
  await monetization.clock.advance('10s');
  assert.deepEqual(await monetization.received(), before);
  await page.reload();
  await monetization.pay('0.07', 'USD');
  await monetization.clock.advance('10s');
  assert.deepEqual(await monetization.received(), [{ currency: 'USD', value: '0.07' }]);
});

test('an event that the page fires itself is neither a payment nor an error', async () => {
  const monetization = await open('/');
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.evaluate(`document.head.dispatchEvent(new Event('monetization'))`);
  assert.deepEqual(await monetization.events(), []);
  assert.deepEqual(errors, []);
});

test('a page from setContent() is paid as well', async () => {
  const monetization = await openMonetization(page);
  await page.setContent(LINK);
  await monetization.pay('0.05', 'USD');
  await expect(page).toHaveReceived('0.05', 'USD');
});

test('a requested failure reaches the page, and ends when it is cleared', async () => {
  const monetization = await open('/', 'paying');
  await expect(page).toHaveReceived('0.01', 'USD');
  await monetization.fail('payer-unreachable');
  await monetization.clock.advance('10s');
  const code = () => page.evaluate(() => document.monetization?.agentState.error?.code);
  assert.equal(await code(), 'payer-unreachable');
  await monetization.fail(null);
  await monetization.clock.advance('1m');
  assert.equal(await code(), undefined);
  await monetization.fail('payer-unreachable');
  await monetization.clock.advance('10s');
  await monetization.reset();
  assert.equal(await code(), undefined);
});

test('a failed assertion lists the received events and possible reasons', async () => {
  const monetization = await open('/');
  await monetization.pay('0.05', 'USD');
  const failing = expect(page).toHaveReceived('0.06', 'USD', { timeout: 200 });
  await assert.rejects(failing, /Expected: .*0\.06 USD.*\n.*Received: 0\.05 USD, in 1 event/);
  await assert.rejects(expect(page).not.toHaveReceived('0.05', 'USD', { timeout: 200 }), /not .*0\.05 USD/);

  await page.locator('link').evaluate((link) => link.remove());
  await assert.rejects(monetization.pay('0.05', 'USD', { timeout: 200 }), /has no monetization link/);
});

test('a page without the fixture names the missing fixture', async () => {
  await page.goto(origin);
  await assert.rejects(expect(page).toHaveReceived('1', 'USD', { timeout: 100 }), /\{ page, monetization \}/);
});

test('commands before the first page are rejected, except for the persona', async () => {
  const monetization = await openMonetization(page);
  await assert.rejects(monetization.pay(), /No page is loaded yet/);
  await monetization.use('runs-out');
  await page.goto(origin);
  await expect(page).toHaveReceived('0.01', 'USD');
});

test('an invalid persona, amount or currency is a TypeError that lists valid values', async () => {
  await assert.rejects(openMonetization(page, 'rich' as TestScenario), {
    name: 'TypeError',
    message: /no-wallet/,
  });
  for (const [value, currency] of [
    ['5 cents', 'USD'],
    ['0.05', 'dollars'],
    [0.05, 'USD'],
  ] as [string, string][])
    await assert.rejects(expect(page).toHaveReceived(value, currency), /must be/);
});

async function open(path: string, scenario?: TestScenario): Promise<PlaywrightMonetization> {
  const monetization = await openMonetization(page, scenario);
  // A string, because tsx adds helper calls to functions.
  await page.addInitScript({
    content: `globalThis.isSupported = () => document.createElement('link').relList.supports('monetization')`,
  });
  await page.goto(origin + path);
  return monetization;
}

declare function isSupported(): boolean;
