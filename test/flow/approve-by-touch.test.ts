import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { monetized, openConnectWorld, serveSite, text, visit } from '../support/connect.js';
import {
  centre,
  Fingers,
  MOBILE,
  PHONE,
  tapApprove,
  tapConnect,
  tapWallet,
  type Point,
} from '../support/phone.js';

const world = await openConnectWorld({}, undefined, PHONE);
const site = await serveSite(MOBILE + monetized(world));
const ELSEWHERE = { x: 20, y: 20 };
const page = await visit(world, site);
let tab: Page;
let fingers: Fingers;
let button: Point;

test('right after the page has come up a double tap approves nothing, and words say why', async () => {
  tab = await tapConnect(page);
  await tapWallet(world, tab);
  fingers = await Fingers.on(tab);
  button = await centre(tab, '#approve');
  await comeToFront();
  await fingers.tap(button);
  await fingers.tap(button);
  assert.equal(await text(tab, '#approve-state'), 'That was too soon. Wait a moment, then press again.');
  assert.ok(await isAsking());
});

test('the button is in view without scrolling when the page has settled', async () => {
  await settled();
  assert.equal(await text(tab, '#approve-state'), 'You can go on now.');
  const { x, y } = await centre(tab, '#approve');
  assert.equal(await tab.evaluate((...at) => document.elementFromPoint(...at)?.id, x, y), 'approve');
  assert.equal(await tab.$('#more:not([hidden])'), null);
});

test('a window that has not settled is not approved by a finger that was there before', async () => {
  await comeToFront();
  await fingers.put(button);
  await settled();
  await fingers.takeAway();
  assert.ok(await isAsking());
});

test('a finger that comes from elsewhere, or leaves the button, approves nothing', async () => {
  await settled();
  await fingers.put(ELSEWHERE);
  await fingers.slide(button);
  await fingers.takeAway();
  assert.ok(await isAsking(), 'put down elsewhere');
  await fingers.put(button);
  await fingers.slide({ x: button.x, y: button.y - 40 });
  await fingers.takeAway();
  assert.ok(await isAsking(), 'taken away elsewhere');
  await fingers.put({ x: button.x, y: (await edge()) + 4 });
  await fingers.slide({ x: button.x, y: (await edge()) - 4 });
  await fingers.takeAway();
  assert.ok(await isAsking(), 'a little elsewhere, so little that it is a tap for the browser');
});

test('a gesture that the system takes for itself, and a second finger, approve nothing', async () => {
  await settled();
  await fingers.put(button);
  await fingers.cancel();
  assert.ok(await isAsking(), 'cancelled');
  await fingers.put(ELSEWHERE);
  await fingers.put(button);
  await fingers.takeAway();
  assert.ok(await isAsking(), 'a second finger');
});

test('a window that was behind another one is not approved until it has settled again', async () => {
  await settled();
  await fingers.put(button);
  await page.bringToFront();
  await tab.bringToFront();
  await fingers.takeAway();
  assert.ok(await isAsking(), 'pressed before');
  await fingers.tap(button);
  assert.ok(await isAsking(), 'tapped as soon as it is in front');
});

test('a script’s click and touch approve nothing', async () => {
  await settled();
  await tab.$eval('#approve', (element) => {
    const { x, y } = element.getBoundingClientRect();
    const init = { bubbles: true, isPrimary: true, clientX: x + 5, clientY: y + 5, pointerType: 'touch' };
    for (const type of ['pointerdown', 'pointerup']) element.dispatchEvent(new PointerEvent(type, init));
    element.dispatchEvent(new PointerEvent('click', { ...init, detail: 1, cancelable: true }));
    (element as HTMLElement).click();
  });
  assert.ok(await isAsking());
});

test('a bar that slides does not make the visitor wait; another window’s size does', async () => {
  await settled();
  await tab.setViewport({ ...PHONE, height: 500 });
  await tab.waitForFunction('innerHeight === 500');
  assert.equal(await tab.$('#approve[aria-disabled=true]'), null);
  await tab.setViewport({ ...PHONE, height: 430 });
  await tab.waitForSelector('#approve[aria-disabled=true]');
  await settled();
  await tab.waitForSelector('#more:not([hidden])');
  assert.match(await text(tab, '#more'), /more below/);
  await tab.setViewport(PHONE);
  await tab.waitForSelector('#approve[aria-disabled=true]');
});

test('one tap, without any movement, approves after that', async () => {
  await tapApprove(tab);
  assert.match(await text(tab, 'body'), /Web Monetization provider/);
});

/** As when the window has just come to the front. */
async function comeToFront(): Promise<void> {
  await tab.evaluate(() => void window.dispatchEvent(new Event('focus')));
}

async function settled(): Promise<void> {
  await tab.waitForSelector('#approve[aria-disabled=false]');
}

async function edge(): Promise<number> {
  return tab.$eval('#approve', (element) => element.getBoundingClientRect().top);
}

async function isAsking(): Promise<boolean> {
  // What a click leads to would have begun when the page has drawn twice.
  await tab.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  const message = await text(tab, '#message');
  return message === '' && tab.url().startsWith(world.origin);
}
