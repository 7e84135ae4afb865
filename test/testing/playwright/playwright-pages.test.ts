import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { chromium, type Browser, type Page } from '@playwright/test';
import { CHROMIUM_FLAGS, CHROMIUM_SHELL } from '../../chromium.mjs';
// From the build output, because it reads dist/wm-testing.js.
import { expect, openMonetization } from 'wm-polyfill/testing';

const LINK = '<link rel="monetization" href="https://wallet.example/alice">';
const HTML = '<!doctype html><title>A page</title>';
const LISTENER = `<p id="paid"></p>
  <script>addEventListener('monetization', ({ amountSent }) => { paid.textContent = amountSent.value })</script>`;
const LATER = `<script>onkeydown = () => document.head.insertAdjacentHTML('beforeend', '${LINK}')</script>`;
const otherSite = () => origin.replace('localhost', '127.0.0.1');

/** None of the pages loads this package, except `/own`. */
const PAGES: Record<string, () => string> = {
  '/': () => LINK + LISTENER,
  '/own': () => `<script src="/wm.js" data-provider="https://provider.example"></script>${LINK}${LISTENER}`,
  '/opens': () =>
    `<a href="/supported" target="_blank">Opens</a><a href="/supported" target="_blank" rel="noopener">Shuts</a>`,
  '/supported': () => `<script>
      window.supported = document.createElement('link').relList.supports('monetization')
    </script>${LINK}`,
  '/later': () => LATER,
  '/soon': () =>
    `<script>onload = () => setTimeout(() => document.head.insertAdjacentHTML('beforeend', '${LINK}'), 300)</script>`,
  '/frame': () => '<iframe src="/"></iframe>',
  '/frame-of-other-site': () => `<iframe src="${otherSite()}/" allow="monetization"></iframe>`,
  '/frame-without-permission': () => `<iframe src="${otherSite()}/"></iframe>${LATER}`,
  '/frame-later': () =>
    `<script>onkeydown = () => document.body.insertAdjacentHTML('beforeend', '<iframe src="/later"></iframe>')</script><body>`,
};

let browser: Browser;
let page: Page;
let origin: string;
const server = createServer(({ url = '' }, response) => {
  const file = /^\/(wm[\w-]*\.js)/.exec(url)?.[1];
  response.setHeader('content-type', file ? 'text/javascript' : 'text/html');
  response.end(file ? readFileSync(`dist/${file}`) : HTML + (PAGES[url]?.() ?? ''));
});

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, resolve));
  origin = `http://localhost:${(server.address() as { port: number }).port}`;
  browser = await chromium.launch({
    executablePath: CHROMIUM_SHELL,
    args: CHROMIUM_FLAGS,
  });
});
beforeEach(async () => {
  await page?.context().close();
  page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(10_000);
});
after(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

for (const path of ['/', '/own']) {
  test(`payments continue while the page’s own clock is stopped (${path})`, async () => {
    await page.clock.install({ time: '2026-11-28T12:00:00Z' });
    await page.clock.pauseAt('2026-11-28T13:00:00Z');
    const monetization = await openMonetization(page);
    await page.goto(origin + path);
    await page.evaluate(`setTimeout(() => { document.title = 'rang' }, 1)`);
    await monetization.pay('0.05', 'USD');
    await expect(page).toHaveReceived('0.05', 'USD');
    await monetization.use({ rate: '0.60' });
    await monetization.clock.advance('1h');
    await expect(page).toHaveReceived('0.65', 'USD');
    assert.equal(await page.title(), 'A page');
    await page.clock.runFor(10);
    assert.equal(await page.title(), 'rang');
  });
}

for (const name of ['Opens', 'Shuts']) {
  test(`a page that a link opens has support from its first script, the same visitor, and payments (${name})`, async () => {
    const monetization = await openMonetization(page, 'runs-out');
    await page.goto(`${origin}/opens`);
    const opening = page.waitForEvent('popup');
    await page.getByText(name).click();
    const popup = await opening;
    await expect(popup).toHaveReceived('0.01', 'USD');
    assert.equal(await popup.evaluate('supported'), true);
    await (await openMonetization(popup)).pay('0.02', 'USD');
    await expect(popup).toHaveReceived('0.03', 'USD');
    assert.deepEqual(await monetization.received(), []);
  });
}

test('another page of the context has support, and its settings are independent', async () => {
  await openMonetization(page, 'runs-out');
  const other = await page.context().newPage();
  await other.goto(`${origin}/supported`);
  assert.equal(await other.evaluate('supported'), true);
  await (await openMonetization(other)).use('no-agent');
  await other.reload();
  assert.equal(await other.evaluate('supported'), false);
  await page.goto(`${origin}/supported`);
  await expect(page).toHaveReceived('0.01', 'USD');
});

test('pay() waits for a link that is added later', async () => {
  const monetization = await openMonetization(page);
  await page.goto(`${origin}/soon`);
  const { amountSent } = await monetization.pay('0.05', 'USD');
  assert.equal(amountSent.value, '0.05');
});

for (const path of ['/frame', '/frame-of-other-site']) {
  test(`a link in a frame is paid and counts for the page (${path})`, async () => {
    const monetization = await openMonetization(page);
    await page.goto(origin + path);
    await monetization.pay('0.05', 'USD');
    await expect(page.frameLocator('iframe').locator('#paid')).toHaveText('0.05');
    await expect(page).toHaveReceived('0.05', 'USD');
    await monetization.use({ rate: '0.60' });
    await monetization.clock.advance('1h');
    await expect(page).toHaveReceived('0.65', 'USD');
    assert.deepEqual(await monetization.received(), [{ currency: 'USD', value: '0.65' }]);
    await monetization.fail('payer-unreachable');
    await assert.rejects(monetization.pay(), /cannot be paid/);
  });
}

test('pay() waits for a frame and a link that are added later', async () => {
  const monetization = await openMonetization(page);
  await page.goto(`${origin}/frame-later`);
  const paying = monetization.pay('0.05', 'USD');
  await page.keyboard.press('a');
  await page.frameLocator('iframe').locator('html:has(script)').dispatchEvent('keydown');
  assert.equal((await paying).amountSent.value, '0.05');
  await expect(page).toHaveReceived('0.05', 'USD');
});

test('a frame without permission does not block the page’s own link', async () => {
  const monetization = await openMonetization(page);
  await page.goto(`${origin}/frame-without-permission`);
  await assert.rejects(
    monetization.pay('0.05', 'USD', { timeout: 500 }),
    /The page has no monetization link: .*The frame http:\/\/127\.0\.0\.1:\d+\/ has a link, but its <iframe> has no allow="monetization"/,
  );
  const paying = monetization.pay('0.05', 'USD');
  await page.keyboard.press('a');
  await paying;
  assert.equal(await page.evaluate(`document.querySelectorAll('link').length`), 1);
});

test('a timeout reports what is missing, after Playwright’s own timeout', async () => {
  const monetization = await openMonetization(page);
  await page.goto(`${origin}/later`);
  page.setDefaultTimeout(300);
  await assert.rejects(
    monetization.pay('0.05'),
    /The page has no monetization link: expected <link rel="monetization" href="…">\.\n.*Timeout 300ms exceeded/,
  );
  await assert.rejects(monetization.fail('payer-unreachable'), /The page has no monetization link/);
  await page.keyboard.press('a');
  await assert.rejects(
    monetization.pay('0.05', 'USD', { link: 'https://wallet.example/bob' }),
    /no monetization link to https:\/\/wallet\.example\/bob: it has https:\/\/wallet\.example\/alice\./,
  );
});
