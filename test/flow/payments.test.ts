import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BrowserContext, Page } from 'puppeteer-core';
import type {} from '../../src/page/agent/state/state.js';
import type {} from '../../src/page/api/globals.js';
import { convertDecimalToScaledAmount } from '../../src/protocol/amount.js';
import { launchChromium } from '../support/browsers/chromium.js';
import { fetchLedgerReport, readVisitorsPayments } from '../support/wallets/official-client.js';
import { openSandbox } from '../support/open-sandbox.js';

/** The content of one event. */
interface DeliveredEvent {
  value: string;
  currency: string;
  incomingPayment: string;
  walletAddress: string;
  isMonetizationEvent: boolean;
  target: string;
}

const PAYMENT_DELAY_MS = 500;
/** Less than the payment delay: a tick in flight has got its response. */
const IDLE_MS = 100;
/** A cent every half second: like the demo, with shorter waits. */
const ALLOWANCE = { ratePerHour: '72.00', budget: '1000.00', period: 'P1M' };

const sandbox = await openSandbox({ provider: { allowance: ALLOWANCE, minPaymentDelay: PAYMENT_DELAY_MS } });
const browser = await launchChromium();
after(() => browser.close());
let page: Page;
/** The incoming payments of other visitors' pages. */
const otherReceivers = new Set<string>();
const reportedErrors: string[] = [];

test('three monetization events reach window without a click', async () => {
  page = await openPlayground(browser.defaultBrowserContext());
  await page.waitForFunction('window.receivedEvents.length >= 3', { timeout: 15_000 });
  for (const event of await readDeliveredEvents(page)) {
    assert.equal(event.isMonetizationEvent, true);
    assert.equal(event.target, 'LINK');
    assert.equal(event.currency, 'USD');
    assert.equal(event.value, '0.01');
    assert.equal(event.walletAddress, sandbox.directory.testWalletAddresses['ok']);
  }
});

test('a hidden page pays nothing, and continues when it is shown', async () => {
  const cover = await browser.newPage();
  await cover.bringToFront();
  await page.waitForFunction('document.visibilityState === "hidden"');
  await page.waitForNetworkIdle({ idleTime: IDLE_MS });
  const before = (await readPayments()).length;
  await passPaymentDelays();
  assert.equal((await readPayments()).length, before);

  await page.bringToFront();
  await cover.close();
  const receivedEvents = (await readDeliveredEvents(page)).length;
  await page.waitForFunction(`window.receivedEvents.length > ${receivedEvents}`, { timeout: 15_000 });
});

test('a removed link is not paid, and continues when it is added again', async () => {
  await removeLink();
  const before = (await readPayments()).length;
  await passPaymentDelays();
  assert.equal((await readPayments()).length, before);

  const receivedEvents = (await readDeliveredEvents(page)).length;
  await page.click('#add button');
  await page.waitForFunction(`window.receivedEvents.length > ${receivedEvents}`, { timeout: 15_000 });
});

test('a wrong href gets an error event, a reason, and no payment', async () => {
  await removeLink();
  const before = (await readPayments()).length;
  const fired = await page.evaluate((href) => {
    return new Promise<string>((resolve) => {
      const link = Object.assign(document.createElement('link'), { rel: 'monetization', href });
      link.addEventListener('load', () => resolve('load'));
      link.addEventListener('error', () => resolve('error'));
      document.head.append(link);
    });
  }, sandbox.directory.testWalletAddresses['404'] as string);
  assert.equal(fired, 'error');
  const code = await page.evaluate(() => document.monetization?.agentState.sessions[0]?.error?.code);
  assert.equal(code, 'wallet-address-not-found');
  await passPaymentDelays();
  assert.equal((await readPayments()).length, before);
});

test('events, payments and received amounts are equal, and the ledger balances', async () => {
  const receivedEvents = await readDeliveredEvents(page);
  const payments = await readPayments();
  const receivedSum = sum(receivedEvents.map(({ value }) => convertDecimalToScaledAmount(value, 2)));
  assert.equal(receivedSum, sum(payments.map(({ debitAmount }) => BigInt(debitAmount.value))));
  assert.equal(receivedSum, sum(payments.map(({ sentAmount }) => BigInt(sentAmount.value))));

  const incoming = [...new Set(receivedEvents.map(({ incomingPayment }) => incomingPayment))];
  const received = await Promise.all(
    incoming.map(async (url) => (await (await fetch(url)).json()).receivedAmount),
  );
  assert.equal(receivedSum, sum(received.map(({ value }) => BigInt(value))));
  assert.ok(receivedSum >= 5n);

  const ledger = await fetchLedgerReport(sandbox);
  assert.equal(ledger.balanced, true);
});

test('the page logs only the error about the unknown wallet address', () => {
  const unexpected = reportedErrors.filter(
    (line) => !line.includes('wallet-address-not-found') && !line.includes('422'),
  );
  assert.deepEqual(unexpected, []);
});

async function openPlayground(context: BrowserContext): Promise<Page> {
  const opened = await context.newPage();
  opened.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) reportedErrors.push(message.text());
  });
  opened.on('pageerror', (error) => reportedErrors.push(String(error)));
  await opened.evaluateOnNewDocument(() => {
    const receivedEvents: unknown[] = [];
    Object.assign(window, { receivedEvents });
    window.addEventListener('monetization', (event) => {
      const { amountSent, incomingPayment, walletAddress, target } = event as InstanceType<
        typeof MonetizationEvent
      >;
      receivedEvents.push({
        ...{ value: amountSent.value, currency: amountSent.currency, incomingPayment, walletAddress },
        isMonetizationEvent: event instanceof MonetizationEvent,
        target: (target as Element).nodeName,
      });
    });
  });
  await opened.goto(`${sandbox.url}playground.html`);
  return opened;
}

/** Not with the mouse: `<wm-status>` above changes its height, so a click can miss the button. */
async function removeLink(): Promise<void> {
  await page.$eval('#links .remove', (button) => (button as HTMLButtonElement).click());
  await page.waitForFunction('!document.querySelector("link[rel=monetization]")');
  await page.waitForNetworkIdle({ idleTime: IDLE_MS });
}

function readDeliveredEvents(opened: Page): Promise<DeliveredEvent[]> {
  return opened.evaluate('window.receivedEvents') as Promise<DeliveredEvent[]>;
}

/**
 * Another visitor opens a page and pays three times. So provider, wallet and browser could also have paid the
 * tested page.
 */
async function passPaymentDelays(): Promise<void> {
  const context = await browser.createBrowserContext();
  const other = await openPlayground(context);
  await other.waitForFunction('window.receivedEvents.length >= 3', { timeout: 15_000 });
  for (const { incomingPayment } of await readDeliveredEvents(other)) otherReceivers.add(incomingPayment);
  await context.close();
}

/** The payments of the tested page. */
async function readPayments(): Promise<Awaited<ReturnType<typeof readVisitorsPayments>>> {
  return (await readVisitorsPayments(sandbox)).filter(({ receiver }) => !otherReceivers.has(receiver));
}

function sum(amounts: bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
