import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { launch, type Page } from 'puppeteer-core';
import type {} from '../../src/agent/state.js';
import type {} from '../../src/page-api/globals.js';
import { CHROMIUM, CHROMIUM_FLAGS } from '../chromium.mjs';
import { openSandbox } from '../support/sandbox.js';
import { readVisitorsPayments } from '../support/wallet-reader.js';
import '../support/wait-by-clock.js';

/** A cent each six seconds: time enough to go somewhere and come back within one interval, on a busy machine, too. */
const INTERVAL = 6_000;
const ALLOWANCE = { ratePerHour: '6.00', budget: '1000.00', period: 'P1M' };
const SOON = 3_000;

/** The paths that the sites were asked for. */
const requested: string[] = [];

const sandbox = await openSandbox({ provider: { allowance: ALLOWANCE, minPaymentDelay: INTERVAL } });
const site = await serve(monetizedPage());
const elsewhere = await serve('<!doctype html><title>Another site</title>');
const browser = await launch({
  executablePath: CHROMIUM,
  args: CHROMIUM_FLAGS,
  // Without the back/forward cache a page never comes back as it was.
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
});
after(() => browser.close());

test('a reload inside the interval replays the last event and pays nothing new', async () => {
  const page = await openPaidPage();
  const [last] = await told(page);
  const paid = await countPayments();
  await page.reload();
  await page.waitForFunction('window.told.length === 1', { timeout: SOON });
  assert.deepEqual(await told(page), [last]);
  assert.equal(await countPayments(), paid);
  assert.deepEqual(await page.evaluate('document.monetization.agentState.totals'), []);

  await page.waitForFunction('window.told.length === 2', { timeout: 2 * INTERVAL });
  assert.equal(await countPayments(), paid + 1, 'after the interval a payment is due again');
  await close(page);
});

test('so does a navigation to the same path with another query', async () => {
  const page = await openPaidPage();
  const paid = await countPayments();
  await Promise.all([page.waitForNavigation(), page.click('a')]);
  await page.waitForFunction('window.told.length === 1', { timeout: SOON });
  assert.equal(await countPayments(), paid);
  await close(page);
});

test('who leaves to another site and comes back at once pays nothing for the absence, and is told when something is due', async () => {
  const page = await openPaidPage();
  const paid = await countPayments();
  await page.goto(elsewhere);
  await page.goto(`${site}/`);
  await page.waitForFunction('document.monetization.agentState.sessions[0]?.status === "active"');
  await forMilliseconds(500);
  assert.deepEqual(await told(page), []);
  await page.waitForFunction('window.told.length === 1', { timeout: 2 * INTERVAL });
  assert.equal(await countPayments(), paid + 1);
  await close(page);
});

test('who comes back after a while pays one payment ahead at once, and nothing more for the absence', async () => {
  const page = await openPaidPage();
  const paid = await countPayments();
  await page.goto(elsewhere);
  await forMilliseconds(2 * INTERVAL);
  await page.goto(`${site}/`);
  await page.waitForFunction('window.told.length === 1', { timeout: INTERVAL });
  await forMilliseconds(INTERVAL + 500);
  assert.equal(await countPayments(), paid + 1, 'the next one waits for what both accrue for');
  await page.waitForFunction('window.told.length === 2', { timeout: 2 * INTERVAL });
  assert.equal(await countPayments(), paid + 2);
  await close(page);
});

test('a change of the hash, and pushState, change nothing: the same session goes on paying', async () => {
  const page = await openPaidPage();
  const [first] = await told(page);
  await page.evaluate(() => {
    location.hash = 'chapter-2';
    history.pushState(null, '', '/another/path');
  });
  await page.waitForFunction('window.told.length === 2', { timeout: 2 * INTERVAL });
  assert.equal((await told(page))[1]?.incomingPayment, first?.incomingPayment);
  await close(page);
});

test('a page that comes back from the back/forward cache goes on, and pauses again when hidden', async () => {
  const page = await openPaidPage();
  await page.evaluate(() =>
    addEventListener('pageshow', ({ persisted }) => Object.assign(window, { persisted })),
  );
  await page.goto(elsewhere);
  await page.goBack();
  assert.equal(await page.evaluate('window.persisted'), true, 'the page really came out of the cache');
  await page.waitForFunction('window.told.length === 2', { timeout: 2 * INTERVAL });

  const cover = await coverUp(page);
  const paid = await countPayments();
  await forMilliseconds(INTERVAL + 1_000);
  assert.equal(await countPayments(), paid);
  await page.bringToFront();
  await cover.close();
  await page.waitForFunction('window.told.length === 3', { timeout: 2 * INTERVAL });
  await close(page);
});

test('a tab opened in the background asks the provider for nothing until somebody looks', async () => {
  const front = await openPaidPage();
  const page = await openInBackground(front, `${site}/in-background`);
  await page.waitForFunction('document.readyState === "complete"');
  assert.equal(await page.evaluate('document.visibilityState'), 'hidden');
  await forMilliseconds(1_000);
  assert.equal(await countRequests(page), 0);
  await page.bringToFront();
  await page.waitForFunction('window.told.length === 1', { timeout: 2 * INTERVAL });
  await close(front);
});

test('a prerendered page asks the provider for nothing until it is activated', async () => {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.goto(`${site}/?prerender`);
  await page.waitForFunction('window.told.length === 1', { timeout: 15_000 });
  await page.evaluate(() => {
    const rules = document.createElement('script');
    rules.type = 'speculationrules';
    rules.text = '{"prerender": [{"urls": ["/prerendered"], "eagerness": "immediate"}]}';
    const link = Object.assign(document.createElement('a'), { href: '/prerendered', id: 'go', text: 'Go' });
    document.body.append(rules, link);
  });
  await waitFor(() => requested.includes('/prerendered'));
  await forMilliseconds(1_000);
  assert.equal(requested.filter((path) => path.startsWith('/report')).length, 0);
  await page.click('#go');
  await waitFor(() => requested.some((path) => path.startsWith('/report')));
  const report = new URL(requested.find((path) => path.startsWith('/report')) ?? '', site).searchParams;
  const [activated, asked] = [Number(report.get('activated')), Number(report.get('asked'))];
  assert.ok(activated > 0, 'the page really was prerendered');
  assert.ok(asked >= activated, `asked at ${asked}, activated at ${activated}`);
  await context.close();
});

test('a frozen page pays nothing; when it goes on, so do the payments', async () => {
  const page = await openPaidPage();
  const session = await page.createCDPSession();
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  const paid = await countPayments();
  await forMilliseconds(INTERVAL + 1_000);
  assert.equal(await countPayments(), paid);
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  // Chromium hides a page before it freezes it.
  const cover = await coverUp(page);
  await page.bringToFront();
  await cover.close();
  await page.waitForFunction('window.told.length === 2', { timeout: 2 * INTERVAL });
  await close(page);
});

interface Told {
  value: string;
  incomingPayment: string;
  walletAddress: string;
}

function monetizedPage(): string {
  const { script, provider, testWalletAddresses } = sandbox.directory;
  return `<!doctype html><title>A monetized site</title>
    <script>
      window.told = [];
      addEventListener('monetization', (event) => told.push(event.toJSON()));
      // A browser's driver loses sight of a prerendered page, so that one tells of itself.
      if (location.pathname === '/prerendered') addEventListener('monetization', () => {
        const [navigation] = performance.getEntriesByType('navigation');
        const [request] = performance.getEntriesByType('resource').filter(({ initiatorType }) => initiatorType === 'fetch');
        fetch('/report?activated=' + navigation.activationStart + '&asked=' + request.startTime);
      });
    </script>
    <script src="${script}" data-provider="${provider}"></script>
    <link rel="monetization" href="${testWalletAddresses['ok']}">
    <a href="?page=2">Page 2</a>`;
}

/** A page in a browser profile of its own, which has just got its first event. */
async function openPaidPage(): Promise<Page> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.goto(`${site}/`);
  await page.waitForFunction('window.told.length === 1', { timeout: 15_000 });
  return page;
}

/** As a click with the control key does. */
async function openInBackground(front: Page, url: string): Promise<Page> {
  const session = await browser.target().createCDPSession();
  const browserContextId = front.browserContext().id as string;
  await session.send('Target.createTarget', { url, browserContextId, background: true });
  const target = await front.browserContext().waitForTarget((candidate) => candidate.url() === url);
  return (await target.page()) as Page;
}

async function coverUp(page: Page): Promise<Page> {
  const cover = await page.browserContext().newPage();
  await cover.bringToFront();
  await page.waitForFunction('document.visibilityState === "hidden"');
  return cover;
}

function told(page: Page): Promise<Told[]> {
  return page.evaluate('window.told') as Promise<Told[]>;
}

/** What the page's scripts have asked for. */
function countRequests(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).filter(
        ({ initiatorType }) => initiatorType === 'fetch',
      ).length,
  );
}

async function countPayments(): Promise<number> {
  return (await readVisitorsPayments(sandbox)).length;
}

function close(page: Page): Promise<void> {
  return page.browserContext().close();
}

function forMilliseconds(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function waitFor(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries === 100) throw new Error('waited for ten seconds');
    await forMilliseconds(100);
  }
}

async function serve(html: string): Promise<string> {
  const server = createServer(({ url }, response) => {
    requested.push(url ?? '');
    response.setHeader('content-type', 'text/html').end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  server.unref();
  return `http://localhost:${(server.address() as { port: number }).port}`;
}
