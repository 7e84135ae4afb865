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
  centerOf,
  TouchPoints,
  MOBILE_META,
  PHONE_VIEWPORT,
  tapApprove,
  tapConnect,
  tapWallet,
  type Point,
} from '../../support/browsers/phone.js';

const environment = await openConnectEnvironment({}, undefined, PHONE_VIEWPORT);
const site = await serveSite(MOBILE_META + monetizedHtml(environment));
const ELSEWHERE = { x: 20, y: 20 };
const page = await visit(environment, site);
let tab: Page;
let fingers: TouchPoints;
let button: Point;

test('a double tap directly after the page appears does not approve, and a text explains why', async () => {
  tab = await tapConnect(page);
  await tapWallet(environment, tab);
  fingers = await TouchPoints.on(tab);
  button = await centerOf(tab, '#approve');
  await comeToFront();
  await fingers.tap(button);
  await fingers.tap(button);
  assert.equal(await readText(tab, '#approve-state'), 'That was too soon. Wait a moment, then press again.');
  assert.ok(await isAsking());
});

test('the button is in view without scrolling when its wait ends', async () => {
  await settled();
  assert.equal(await readText(tab, '#approve-state'), 'You can continue now.');
  const { x, y } = await centerOf(tab, '#approve');
  assert.equal(await tab.evaluate((...at) => document.elementFromPoint(...at)?.id, x, y), 'approve');
  assert.equal(await tab.$('#more:not([hidden])'), null);
});

test('a finger that was down before the wait ended does not approve', async () => {
  await comeToFront();
  await fingers.touch(button);
  await settled();
  await fingers.lift();
  assert.ok(await isAsking());
});

test('a finger that starts or ends outside the button does not approve', async () => {
  await settled();
  await fingers.touch(ELSEWHERE);
  await fingers.slide(button);
  await fingers.lift();
  assert.ok(await isAsking(), 'started elsewhere');
  await fingers.touch(button);
  await fingers.slide({ x: button.x, y: button.y - 40 });
  await fingers.lift();
  assert.ok(await isAsking(), 'released elsewhere');
  await fingers.touch({ x: button.x, y: (await edge()) + 4 });
  await fingers.slide({ x: button.x, y: (await edge()) - 4 });
  await fingers.lift();
  assert.ok(await isAsking(), 'released slightly outside, still a tap for the browser');
});

test('a gesture that the system cancels, and a second finger, do not approve', async () => {
  await settled();
  await fingers.touch(button);
  await fingers.cancel();
  assert.ok(await isAsking(), 'cancelled');
  await fingers.touch(ELSEWHERE);
  await fingers.touch(button);
  await fingers.lift();
  assert.ok(await isAsking(), 'a second finger');
});

test('a window that was covered does not approve until it has waited again', async () => {
  await settled();
  await fingers.touch(button);
  await page.bringToFront();
  await tab.bringToFront();
  await fingers.lift();
  assert.ok(await isAsking(), 'pressed before it was covered');
  await fingers.tap(button);
  assert.ok(await isAsking(), 'tapped directly after it was uncovered');
});

test('a scripted click or touch does not approve', async () => {
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

test('a sliding address bar does not restart the wait; a resize does', async () => {
  await settled();
  await tab.setViewport({ ...PHONE_VIEWPORT, height: 500 });
  await tab.waitForFunction('innerHeight === 500');
  assert.equal(await tab.$('#approve[aria-disabled=true]'), null);
  await tab.setViewport({ ...PHONE_VIEWPORT, height: 430 });
  await tab.waitForSelector('#approve[aria-disabled=true]');
  await settled();
  await tab.waitForSelector('#more:not([hidden])');
  assert.match(await readText(tab, '#more'), /Scroll down/);
  await tab.setViewport(PHONE_VIEWPORT);
  await tab.waitForSelector('#approve[aria-disabled=true]');
});

test('then one tap without movement approves', async () => {
  await tapApprove(tab);
  assert.match(await readText(tab, 'body'), /Web Monetization provider/);
});

/** Simulates a window that has just come to the front. */
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
  // The effect of a click would have begun after two animation frames.
  await tab.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  const message = await readText(tab, '#message');
  return message === '' && tab.url().startsWith(environment.origin);
}
