import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'puppeteer-core';
import {
  monetizedHtml,
  openConnectEnvironment,
  serveSite,
  readText,
  visit,
} from '../../support/connect/connect-environment.js';
import {
  MOBILE_META,
  PHONE_VIEWPORT,
  tapAccept,
  tapApprove,
  tapConnect,
  tapInStatus,
  tapThrough,
  tapToOpen,
  tapWallet,
} from '../../support/browsers/phone.js';

const WAIT_OPTIONS = { timeout: 20_000 };
const SENT = 'document.querySelector("#sent").textContent';
const SHOWN = 'document.querySelector("wm-status").shadowRoot.querySelector(".card").innerText';

/** A cent every two seconds. */
const allowance = { ratePerHour: '18.00', budget: '5.00', period: 'P1M' };
const environment = await openConnectEnvironment({ allowance }, undefined, PHONE_VIEWPORT);
const site = await serveSite(
  `${MOBILE_META}${monetizedHtml(environment)}<p id="sent"></p>
  <p><a id="account" href="${environment.origin}/account" target="_blank" rel="noopener">My account</a></p>
  <script>
    addEventListener('monetization', ({ amountSent: { value, currency } }) => {
      document.querySelector('#sent').append(value + ' ' + currency + ' ');
    });
  </script>`,
);
const page = await visit(environment, site);
let account: Page;

test('on a phone, taps connect a wallet on pages that fit, and return to the paid page', async () => {
  await assertFits(page);
  const tab = await tapConnect(page);
  await tapWallet(environment, tab);
  await assertFits(tab);
  await tapApprove(tab);
  await assertFits(tab);
  assert.equal(await isInView(tab, 'button[value=accept]'), true, 'the wallet’s Accept');
  await tapAccept(tab);
  await assertFits(tab);
  const closed = new Promise((resolve) => tab.once('close', resolve));
  await tab.tap('#back');
  await closed;
  await nextPayment();
  await waitForText('Streaming');
  await assertFits(page);
});

test('a tap pauses payments, and another one resumes them', async () => {
  await nextPayment();
  const before = await page.evaluate(SENT);
  await tapInStatus(page, 'Pause');
  await waitForText('You paused payments to this page.');
  account = await tapToOpen(page, '#account');
  await assertFits(account);
  assert.match(
    await readText(account, 'main'),
    new RegExp(`${site}[^]*0\\.\\d\\d USD of 5\\.00 USD per month spent`),
  );
  await page.bringToFront();
  assert.equal(await page.evaluate(SENT), before);
  await tapInStatus(page, 'Resume');
  await nextPayment();
});

test('taps on the account page pause and resume the site, and show its receivers', async () => {
  await account.bringToFront();
  await tapThrough(account, 'form[action$="/pause"] button');
  await page.bringToFront();
  await waitForText('You paused payments to this page.');
  await account.bringToFront();
  await tapThrough(account, 'form[action$="/resume"] button');
  await assertFits(account);
  const receiver = environment.sandbox.directory.testWalletAddresses['ok'] as string;
  assert.ok((await readText(account, '#payments ~ div table')).includes(receiver));
  assert.equal(await isWhole(account, '#payments ~ div'), true, 'the table is not clipped');
  await nextPayment();
});

test('a tap disconnects: the page offers to connect, and the account page shows the end', async () => {
  await tapInStatus(page, 'Disconnect');
  await waitForText('No wallet is connected for this site.');
  await account.bringToFront();
  await tapThrough(account, '.alone a[href="/account"]');
  assert.match(
    await readText(account, 'main'),
    new RegExp(`No site can receive payments.[^]*Ended[^]*${site}`),
  );
});

/** Waits for one more payment. */
async function nextPayment(): Promise<void> {
  await page.bringToFront();
  const now = await page.evaluate(SENT);
  await page.waitForFunction(`${SENT} !== ${JSON.stringify(now)}`, WAIT_OPTIONS);
}

async function waitForText(words: string): Promise<void> {
  await page.waitForFunction(`${SHOWN}.includes(${JSON.stringify(words)})`, WAIT_OPTIONS);
}

async function assertFits(shown: Page): Promise<void> {
  assert.equal(
    await shown.evaluate('document.documentElement.scrollWidth'),
    PHONE_VIEWPORT.width,
    shown.url(),
  );
}

async function isWhole(shown: Page, selector: string): Promise<boolean> {
  return shown.$eval(selector, ({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth);
}

/** Visible without scrolling. */
async function isInView(shown: Page, selector: string): Promise<boolean> {
  return shown.$eval(selector, (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
}
