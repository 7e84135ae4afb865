import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'puppeteer-core';
import {
  clickConnect,
  monetized,
  nameWallet,
  openConnectWorld,
  serveSite,
  text,
  visit,
} from '../support/connect.js';

const world = await openConnectWorld();
const site = await serveSite(monetized(world));
const BUTTON = '#approve';

test('a click that is made by a script, is doubled, or comes too soon approves nothing', async () => {
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
  assert.ok(await isAsking(popup), 'a script, although the button works');
});

test('after a blur and after a resize the button waits again; then it approves', async () => {
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
  assert.match(await text(popup, 'body'), /Web Monetization provider/);
});

test('without any pointer or key nothing is approved; keys alone can do it, and words say when', async () => {
  const popup = await openConsent(false);
  await popup.waitForFunction(
    'document.querySelector("#approve-state").textContent.startsWith("Move the pointer")',
  );
  assert.equal(await popup.$eval(BUTTON, (button) => button.getAttribute('aria-disabled')), 'true');
  assert.equal(await popup.$eval('#approve-state', (status) => status.getAttribute('role')), 'status');
  await popup.focus(BUTTON);
  await popup.keyboard.press('Enter');
  assert.ok(await isAsking(popup), 'the first key is the one before');
  assert.equal(await text(popup, '#approve-state'), 'You can go on now.');
  await Promise.all([popup.waitForNavigation(), popup.keyboard.press('Enter')]);
});

async function openConsent(used = true): Promise<Page> {
  const popup = await clickConnect(await visit(world, site));
  await nameWallet(popup, world.sandbox.directory.wallets.visitor);
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

/** As when the window has just come to the front. */
async function rearm(popup: Page): Promise<void> {
  await popup.evaluate(() => void window.dispatchEvent(new Event('focus')));
}

async function isAsking(popup: Page): Promise<boolean> {
  return (await popup.$('#consent:not([hidden])')) !== null && popup.url().startsWith(world.origin);
}
