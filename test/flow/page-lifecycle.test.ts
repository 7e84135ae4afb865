import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { launch, type Page } from 'puppeteer-core';
import type {} from '../../src/page/agent/state/state.js';
import type {} from '../../src/page/api/globals.js';
import { CHROMIUM, CHROMIUM_FLAGS } from '../chromium.mjs';
import { openSandbox } from '../support/open-sandbox.js';
import { createSandboxSleep } from '../support/sandbox-sleep.js';
import { readVisitorsPayments } from '../support/wallets/official-client.js';
import '../support/browsers/poll-wait-for-function.js';
import { waitFor } from '../support/wait-for.js';

/** A cent every six seconds, so that a navigation fits into one interval even on a busy machine. */
const PAYMENT_INTERVAL_MS = 6_000;
const ALLOWANCE = { ratePerHour: '6.00', budget: '1000.00', period: 'P1M' };
const SHORT_WAIT_MS = 3_000;
/** From the due time to the wallet's payment. */
const TOLERANCE_MS = 1_000;

/** The requested paths of the sites. */
const requested: string[] = [];

const sandbox = await openSandbox({
  provider: { allowance: ALLOWANCE, minPaymentDelay: PAYMENT_INTERVAL_MS },
});
/** Advances the clock of provider and wallets. */
const passTime = createSandboxSleep(() => sandbox);
const site = await serve(monetizedPage());
const elsewhere = await serve('<!doctype html><title>Another site</title>');
const browser = await launch({
  executablePath: CHROMIUM,
  args: CHROMIUM_FLAGS,
  // Without the back/forward cache a page is never restored.
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
});
after(() => browser.close());

test('a reload inside the interval replays the last event and pays nothing new', async () => {
  const page = await openPaidPage();
  const [last] = await readDeliveredEvents(page);
  const paid = await countPayments();
  await page.reload();
  await page.waitForFunction('window.receivedEvents.length === 1', { timeout: SHORT_WAIT_MS });
  assert.deepEqual(await readDeliveredEvents(page), [last]);
  assert.equal(await countPayments(), paid);
  assert.deepEqual(await page.evaluate('document.monetization.agentState.totals'), []);

  await page.waitForFunction('window.receivedEvents.length === 2', { timeout: 2 * PAYMENT_INTERVAL_MS });
  assert.equal(await countPayments(), paid + 1, 'after the interval a payment is due again');
  await close(page);
});

test('a navigation to the same path with another query does the same', async () => {
  const page = await openPaidPage();
  const paid = await countPayments();
  await Promise.all([page.waitForNavigation(), page.click('a')]);
  await page.waitForFunction('window.receivedEvents.length === 1', { timeout: SHORT_WAIT_MS });
  assert.equal(await countPayments(), paid);
  await close(page);
});

test('a visitor who leaves and returns immediately pays nothing for the absence', async () => {
  const page = await openPaidPage();
  const paid = await countPayments();
  await page.goto(elsewhere);
  await page.goto(`${site}/`);
  await page.waitForFunction('window.receivedEvents.length === 1', { timeout: 2 * PAYMENT_INTERVAL_MS });
  assert.equal(await countPayments(), paid + 1);
  assert.ok((await readLastIntervalMs()) > PAYMENT_INTERVAL_MS - TOLERANCE_MS, 'not due at the return');
  await close(page);
});

test('a visitor who returns after a while pays one payment in advance, and nothing else for the absence', async () => {
  const page = await openPaidPage();
  const paid = await countPayments();
  await page.goto(elsewhere);
  await passTime(2 * PAYMENT_INTERVAL_MS);
  await page.goto(`${site}/`);
  await page.waitForFunction('window.receivedEvents.length === 1', { timeout: PAYMENT_INTERVAL_MS });
  await page.waitForFunction('window.receivedEvents.length === 2', { timeout: 3 * PAYMENT_INTERVAL_MS });
  assert.equal(await countPayments(), paid + 2);
  const interval = await readLastIntervalMs();
  assert.ok(
    interval > 2 * PAYMENT_INTERVAL_MS - TOLERANCE_MS,
    'the next payment waits for the accrual of both',
  );
  await close(page);
});

test('a change of the hash, and pushState, keep the session', async () => {
  const page = await openPaidPage();
  const [first] = await readDeliveredEvents(page);
  await page.evaluate(() => {
    location.hash = 'chapter-2';
    history.pushState(null, '', '/another/path');
  });
  await page.waitForFunction('window.receivedEvents.length === 2', { timeout: 2 * PAYMENT_INTERVAL_MS });
  assert.equal((await readDeliveredEvents(page))[1]?.incomingPayment, first?.incomingPayment);
  await close(page);
});

test('a page from the back/forward cache continues, and pauses again when hidden', async () => {
  const page = await openPaidPage();
  await page.evaluate(() =>
    addEventListener('pageshow', ({ persisted }) => Object.assign(window, { persisted })),
  );
  await page.goto(elsewhere);
  await page.goBack();
  assert.equal(await page.evaluate('window.persisted'), true, 'restored from the back/forward cache');
  await page.waitForFunction('window.receivedEvents.length === 2', { timeout: 2 * PAYMENT_INTERVAL_MS });

  const cover = await hidePage(page);
  const paid = await countPayments();
  const paidElsewhere = await passPaymentInterval();
  assert.equal(await countPayments(), paid + paidElsewhere);
  await page.bringToFront();
  await cover.close();
  await page.waitForFunction('window.receivedEvents.length === 3', { timeout: 2 * PAYMENT_INTERVAL_MS });
  await close(page);
});

test('a tab in the background sends no request to the provider until it is visible', async () => {
  const front = await openPaidPage();
  const page = await openInBackground(front, `${site}/in-background`);
  await page.waitForFunction('document.monetization?.agentState.pausedBy === "hidden"');
  assert.equal(await page.evaluate('document.visibilityState'), 'hidden');
  await page.evaluate(() =>
    addEventListener('visibilitychange', ({ timeStamp }) => Object.assign(window, { shownAt: timeStamp })),
  );
  assert.deepEqual(await readRequestTimes(page), []);
  await page.bringToFront();
  await page.waitForFunction('window.receivedEvents.length === 1', { timeout: 2 * PAYMENT_INTERVAL_MS });
  const [[asked], shown] = [await readRequestTimes(page), (await page.evaluate('window.shownAt')) as number];
  assert.ok(asked !== undefined && asked >= shown, `first request at ${asked}, shown at ${shown}`);
  await close(front);
});

test('a prerendered page sends no request to the provider until it is activated', async () => {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.goto(`${site}/?prerender`);
  await page.waitForFunction('window.receivedEvents.length === 1', { timeout: 15_000 });
  await page.evaluate(() => {
    const rules = document.createElement('script');
    rules.type = 'speculationrules';
    rules.text = '{"prerender": [{"urls": ["/prerendered"], "eagerness": "immediate"}]}';
    const link = Object.assign(document.createElement('a'), { href: '/prerendered', id: 'go', text: 'Go' });
    document.body.append(rules, link);
  });
  await waitFor(() => requested.includes('/loaded'));
  assert.equal(requested.filter((path) => path.startsWith('/report')).length, 0);
  await page.click('#go');
  await waitFor(() => requested.some((path) => path.startsWith('/report')));
  const report = new URL(requested.find((path) => path.startsWith('/report')) ?? '', site).searchParams;
  const [activated, asked] = [Number(report.get('activated')), Number(report.get('asked'))];
  assert.ok(activated > 0, 'the page was prerendered');
  assert.ok(asked >= activated, `first request at ${asked}, activated at ${activated}`);
  await context.close();
});

test('a frozen page pays nothing until it is resumed', async () => {
  const page = await openPaidPage();
  const session = await page.createCDPSession();
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  const paid = await countPayments();
  const paidElsewhere = await passPaymentInterval();
  assert.equal(await countPayments(), paid + paidElsewhere);
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  // Chromium hides a page before it freezes it.
  const cover = await hidePage(page);
  await page.bringToFront();
  await cover.close();
  await page.waitForFunction('window.receivedEvents.length === 2', { timeout: 2 * PAYMENT_INTERVAL_MS });
  await close(page);
});

interface DeliveredEvent {
  value: string;
  incomingPayment: string;
  walletAddress: string;
}

function monetizedPage(): string {
  const { script, provider, testWalletAddresses } = sandbox.directory;
  return `<!doctype html><title>A monetized site</title>
    <script>
      window.receivedEvents = [];
      addEventListener('monetization', (event) => receivedEvents.push(event.toJSON()));
      // A driver cannot observe a prerendered page, so the page reports by itself.
      if (location.pathname === '/prerendered') addEventListener('load', () => { new Image().src = '/loaded'; });
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

/** A page in a new browser profile that has just received its first event. */
async function openPaidPage(): Promise<Page> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.goto(`${site}/`);
  await page.waitForFunction('window.receivedEvents.length === 1', { timeout: 15_000 });
  return page;
}

/** Opens a tab in the background, like a click with the control key. */
async function openInBackground(front: Page, url: string): Promise<Page> {
  const session = await browser.target().createCDPSession();
  const browserContextId = front.browserContext().id as string;
  await session.send('Target.createTarget', { url, browserContextId, background: true });
  const target = await front.browserContext().waitForTarget((candidate) => candidate.url() === url);
  return (await target.page()) as Page;
}

async function hidePage(page: Page): Promise<Page> {
  const cover = await page.browserContext().newPage();
  await cover.bringToFront();
  await page.waitForFunction('document.visibilityState === "hidden"');
  return cover;
}

function readDeliveredEvents(page: Page): Promise<DeliveredEvent[]> {
  return page.evaluate('window.receivedEvents') as Promise<DeliveredEvent[]>;
}

/** When the page's scripts sent requests. */
function readRequestTimes(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ initiatorType }) => initiatorType === 'fetch')
      .map(({ startTime }) => startTime),
  );
}

async function countPayments(): Promise<number> {
  return (await readVisitorsPayments(sandbox)).length;
}

function close(page: Page): Promise<void> {
  return page.browserContext().close();
}

/** The time between the last two payments. */
async function readLastIntervalMs(): Promise<number> {
  const payments = await readVisitorsPayments(sandbox);
  const [last = 0, previous = 0] = payments
    .map(({ createdAt }) => Date.parse(createdAt))
    .sort((a, b) => b - a);
  return last - previous;
}

/**
 * Another visitor opens a page and pays twice. Before the second payment, one was due at each page that was
 * paid earlier. Returns the number of payments.
 */
async function passPaymentInterval(): Promise<number> {
  const page = await openPaidPage();
  await page.waitForFunction('window.receivedEvents.length === 2', { timeout: 2 * PAYMENT_INTERVAL_MS });
  await close(page);
  return 2;
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
