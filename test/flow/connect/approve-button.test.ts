import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'puppeteer-core';
import {
  clickConnect,
  monetizedHtml,
  enterWalletAddress,
  openConnectEnvironment,
  serveSite,
  readText,
  visit,
} from '../../support/connect/connect-environment.js';

const environment = await openConnectEnvironment();
const site = await serveSite(monetizedHtml(environment));
const BUTTON = '#approve';

test('a scripted click, a double click, or a click that is too early does not approve', async () => {
  const popup = await openConsent();
  const { x, y } = await centre(popup);
  await popup.$eval(BUTTON, (button) => (button as HTMLButtonElement).click());
  await rearm(popup);
  await popup.mouse.click(x, y, { count: 2 });
  await rearm(popup);
  await popup.mouse.click(x, y);
  await popup.$eval(BUTTON, (button) => (button as HTMLButtonElement).click());
  assert.ok(await isAsking(popup));

  await armed(popup);
  await popup.$eval(BUTTON, (button) => (button as HTMLButtonElement).click());
  assert.ok(await isAsking(popup), 'a scripted click on the enabled button');
});

test('the button waits again after a blur and a resize, and then approves', async () => {
  const popup = await openConsent();
  const { x, y } = await centre(popup);
  await armed(popup);
  await popup.evaluate(() => void window.dispatchEvent(new Event('blur')));
  await popup.mouse.click(x, y);
  assert.ok(await isAsking(popup));
  await armed(popup);
  await popup.setViewport({ width: 500, height: 700 });
  await popup.waitForSelector(`${BUTTON}[aria-disabled=true]`);
  await armed(popup);
  await Promise.all([popup.waitForNavigation(), popup.click(BUTTON)]);
  assert.match(await readText(popup, 'body'), /Web Monetization provider/);
});

test('the button needs a pointer or a key; keys alone are enough, and a text shows when', async () => {
  const popup = await openConsent(false);
  await popup.waitForFunction(
    'document.querySelector("#approve-state").textContent.startsWith("Move the pointer")',
  );
  assert.equal(await popup.$eval(BUTTON, (button) => button.getAttribute('aria-disabled')), 'true');
  assert.equal(await popup.$eval('#approve-state', (status) => status.getAttribute('role')), 'status');
  await popup.focus(BUTTON);
  await popup.keyboard.press('Enter');
  assert.ok(await isAsking(popup), 'the first key only starts the wait');
  assert.equal(await readText(popup, '#approve-state'), 'You can continue now.');
  await Promise.all([popup.waitForNavigation(), popup.keyboard.press('Enter')]);
});

async function openConsent(used = true): Promise<Page> {
  const popup = await clickConnect(await visit(environment, site));
  await enterWalletAddress(popup, environment.sandbox.directory.wallets.visitor);
  if (used) await popup.mouse.move(20, 20);
  return popup;
}

async function centre(popup: Page): Promise<{ x: number; y: number }> {
  const box = await (await popup.$(BUTTON))?.boundingBox();
  assert.ok(box);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function armed(popup: Page): Promise<void> {
  await popup.mouse.move(20, 20);
  await popup.mouse.move(25, 25);
  await popup.waitForSelector(`${BUTTON}[aria-disabled=false]`);
}

/** Simulates a window that has just come to the front. */
async function rearm(popup: Page): Promise<void> {
  await popup.evaluate(() => void window.dispatchEvent(new Event('focus')));
}

async function isAsking(popup: Page): Promise<boolean> {
  return (await popup.$('#consent:not([hidden])')) !== null && popup.url().startsWith(environment.origin);
}
