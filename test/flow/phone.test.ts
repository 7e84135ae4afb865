import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { monetized, openConnectWorld, serveSite, text, visit } from '../support/connect.js';
import {
  MOBILE,
  PHONE,
  tapAccept,
  tapApprove,
  tapConnect,
  tapInStatus,
  tapThrough,
  tapToOpen,
  tapWallet,
} from '../support/phone.js';

const PATIENCE = { timeout: 20_000 };
const SENT = 'document.querySelector("#sent").textContent';
const SHOWN = 'document.querySelector("wm-status").shadowRoot.querySelector(".card").innerText';

/** A cent every two seconds. */
const allowance = { ratePerHour: '18.00', budget: '5.00', period: 'P1M' };
const world = await openConnectWorld({ allowance }, undefined, PHONE);
const site = await serveSite(
  `${MOBILE}${monetized(world)}<p id="sent"></p>
  <p><a id="account" href="${world.origin}/account" target="_blank" rel="noopener">My account</a></p>
  <script>
    addEventListener('monetization', ({ amountSent: { value, currency } }) => {
      document.querySelector('#sent').append(value + ' ' + currency + ' ');
    });
  </script>`,
);
const page = await visit(world, site);
let account: Page;

test('taps alone connect a wallet, on pages that fit the phone, and lead back to the page, which is paid', async () => {
  await assertFits(page);
  const tab = await tapConnect(page);
  await tapWallet(world, tab);
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
  await shows('Streaming');
  await assertFits(page);
});

test('a tap pauses: nothing is paid until another one goes on', async () => {
  await nextPayment();
  const before = await page.evaluate(SENT);
  await tapInStatus(page, 'Pause');
  await shows('You paused payments to this page.');
  account = await tapToOpen(page, '#account');
  await assertFits(account);
  assert.match(
    await text(account, 'main'),
    new RegExp(`${site}[^]*0\\.\\d\\d USD of 5\\.00 USD per month spent`),
  );
  await page.bringToFront();
  assert.equal(await page.evaluate(SENT), before);
  await tapInStatus(page, 'Resume');
  await nextPayment();
});

test('taps on the account page pause the site and let it go on, and show whom it has paid', async () => {
  await account.bringToFront();
  await tapThrough(account, 'form[action$="/pause"] button');
  await page.bringToFront();
  await shows('You paused payments to this page.');
  await account.bringToFront();
  await tapThrough(account, 'form[action$="/resume"] button');
  await assertFits(account);
  const receiver = world.sandbox.directory.testWalletAddresses['ok'] as string;
  assert.ok((await text(account, '#payments ~ div table')).includes(receiver));
  assert.equal(await isWhole(account, '#payments ~ div'), true, 'the table is not cut off');
  await nextPayment();
});

test('a tap disconnects: the page asks to be connected again, and the account page says that it has ended', async () => {
  await tapInStatus(page, 'Disconnect');
  await shows('No wallet is connected for this site.');
  await account.bringToFront();
  await tapThrough(account, '.alone a[href="/account"]');
  assert.match(await text(account, 'main'), new RegExp(`No site may be paid.[^]*Ended[^]*${site}`));
});

/** Once more than now. */
async function nextPayment(): Promise<void> {
  await page.bringToFront();
  const now = await page.evaluate(SENT);
  await page.waitForFunction(`${SENT} !== ${JSON.stringify(now)}`, PATIENCE);
}

async function shows(words: string): Promise<void> {
  await page.waitForFunction(`${SHOWN}.includes(${JSON.stringify(words)})`, PATIENCE);
}

async function assertFits(shown: Page): Promise<void> {
  assert.equal(await shown.evaluate('document.documentElement.scrollWidth'), PHONE.width, shown.url());
}

async function isWhole(shown: Page, selector: string): Promise<boolean> {
  return shown.$eval(selector, ({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth);
}

/** Without scrolling. */
async function isInView(shown: Page, selector: string): Promise<boolean> {
  return shown.$eval(selector, (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
}
