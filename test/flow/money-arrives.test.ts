import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import type {} from '../../src/agent/state.js';
import type {} from '../../src/page-api/globals.js';
import { convertDecimalToScaledAmount } from '../../src/protocol/amount.js';
import { launchChromium } from '../support/chromium.js';
import { readLedger, readVisitorsPayments } from '../support/wallet-reader.js';
import { openSandbox } from '../support/sandbox.js';

/** What the page was told by one event. */
interface Told {
  value: string;
  currency: string;
  incomingPayment: string;
  walletAddress: string;
  isMonetizationEvent: boolean;
  target: string;
}

/** A cent every half second: the same flow as a demo's, with less waiting. */
const ALLOWANCE = { ratePerHour: '72.00', budget: '1000.00', period: 'P1M' };

const sandbox = await openSandbox({ provider: { allowance: ALLOWANCE, minPaymentDelay: 500 } });
const browser = await launchChromium();
after(() => browser.close());
let page: Page;
const complaints: string[] = [];

test('three monetization events reach window without a click', async () => {
  page = await openPlayground();
  await page.waitForFunction('window.told.length >= 3', { timeout: 15_000 });
  for (const event of await toldTo(page)) {
    assert.equal(event.isMonetizationEvent, true);
    assert.equal(event.target, 'LINK');
    assert.equal(event.currency, 'USD');
    assert.equal(event.value, '0.01');
    assert.equal(event.walletAddress, sandbox.directory.testWalletAddresses['ok']);
  }
});

test('a hidden page pays nothing; shown again, it goes on', async () => {
  const cover = await browser.newPage();
  await cover.bringToFront();
  await page.waitForFunction('document.visibilityState === "hidden"');
  await paymentsInFlight();
  const before = (await readVisitorsPayments(sandbox)).length;
  await forAWhile();
  assert.equal((await readVisitorsPayments(sandbox)).length, before);

  await page.bringToFront();
  await cover.close();
  const told = (await toldTo(page)).length;
  await page.waitForFunction(`window.told.length > ${told}`, { timeout: 15_000 });
});

test('a removed link pays nothing; added again, it goes on', async () => {
  await page.click('#links .remove');
  await paymentsInFlight();
  const before = (await readVisitorsPayments(sandbox)).length;
  await forAWhile();
  assert.equal((await readVisitorsPayments(sandbox)).length, before);

  const told = (await toldTo(page)).length;
  await page.click('#add button');
  await page.waitForFunction(`window.told.length > ${told}`, { timeout: 15_000 });
});

test('a bad href gets an error event, a reason, and no payment', async () => {
  await page.click('#links .remove');
  await paymentsInFlight();
  const before = (await readVisitorsPayments(sandbox)).length;
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
  await forAWhile();
  assert.equal((await readVisitorsPayments(sandbox)).length, before);
});

test('what the receiver got is what the visitor sent is what the page was told, and the ledger balances', async () => {
  const told = await toldTo(page);
  const payments = await readVisitorsPayments(sandbox);
  const toldSum = sum(told.map(({ value }) => convertDecimalToScaledAmount(value, 2)));
  assert.equal(toldSum, sum(payments.map(({ debitAmount }) => BigInt(debitAmount.value))));
  assert.equal(toldSum, sum(payments.map(({ sentAmount }) => BigInt(sentAmount.value))));

  const incoming = [...new Set(told.map(({ incomingPayment }) => incomingPayment))];
  const received = await Promise.all(
    incoming.map(async (url) => (await (await fetch(url)).json()).receivedAmount),
  );
  assert.equal(toldSum, sum(received.map(({ value }) => BigInt(value))));
  assert.ok(toldSum >= 5n);

  const ledger = await readLedger(sandbox);
  assert.equal(ledger.balanced, true);
});

test('the page complained about nothing but the wallet address that does not exist', () => {
  const unexpected = complaints.filter(
    (line) => !line.includes('wallet-address-not-found') && !line.includes('422'),
  );
  assert.deepEqual(unexpected, []);
});

async function openPlayground(): Promise<Page> {
  const opened = await browser.newPage();
  opened.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) complaints.push(message.text());
  });
  opened.on('pageerror', (error) => complaints.push(String(error)));
  await opened.evaluateOnNewDocument(() => {
    const told: unknown[] = [];
    Object.assign(window, { told });
    window.addEventListener('monetization', (event) => {
      const { amountSent, incomingPayment, walletAddress, target } = event as InstanceType<
        typeof MonetizationEvent
      >;
      told.push({
        ...{ value: amountSent.value, currency: amountSent.currency, incomingPayment, walletAddress },
        isMonetizationEvent: event instanceof MonetizationEvent,
        target: (target as Element).nodeName,
      });
    });
  });
  await opened.goto(`${sandbox.url}playground.html`);
  return opened;
}

function toldTo(opened: Page): Promise<Told[]> {
  return opened.evaluate('window.told') as Promise<Told[]>;
}

/** A tick that was under way may still be answered: wait for the wallet to be silent for longer than one takes. */
async function paymentsInFlight(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 500));
}

/** Three payment delays. Nothing else can show that nothing happens. */
async function forAWhile(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1_500));
}

function sum(amounts: bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
