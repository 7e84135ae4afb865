import assert from 'node:assert/strict';
import { CONNECT_BUTTON, type Tab } from '../browsers/engines.js';

/** Milliseconds until the approve button accepts a press. */
export const SETTLE_MS = 800;
/** From here on, the page's approve delay uses this clock. Everything else uses the browser's. */
const CLOCK_SCRIPT = `(() => {
  const { setTimeout, clearTimeout } = window;
  const timers = new Map();
  window.clock = 0;
  window.setTimeout = (steps, wait, ...rest) => {
    if (wait !== ${SETTLE_MS}) return setTimeout(steps, wait, ...rest);
    timers.set(-timers.size - 1, { at: clock + wait, steps });
    return -timers.size;
  };
  window.clearTimeout = (timer) => (timer < 0 ? void timers.set(timer, null) : clearTimeout(timer));
  window.goOn = (time) => {
    clock += time;
    for (const [id, timer] of timers)
      if (timer && timer.at <= clock) {
        timers.set(id, null);
        timer.steps();
      }
  };
})()`;

/** Opens the approve step in a window that has just come to the front. */
export async function openConsentPage(tab: Tab, page: string, wallet: string): Promise<void> {
  await tab.goTo(page);
  await tab.click(CONNECT_BUTTON);
  await tab.waitFor('!!document.querySelector("#wallet:not([hidden])")');
  await tab.evaluate(CLOCK_SCRIPT);
  await tab.evaluate('void (document.querySelector("#wallet-address").value = "")');
  await tab.type('#wallet-address', wallet);
  await tab.click('document.querySelector("#wallet [type=submit]")');
  await tab.waitFor('!!document.querySelector("#consent:not([hidden])")');
  assert.equal(await tab.evaluate('document.hasFocus()'), true);
}

export function advanceClock(tab: Tab, time: number): Promise<unknown> {
  return tab.evaluate(`void goOn(${time})`);
}

export async function approveButtonCenter(tab: Tab): Promise<{ x: number; y: number }> {
  const [x, y] = (await tab.evaluate(`(() => {
    const { x, y, width, height } = document.querySelector('#approve').getBoundingClientRect();
    return [Math.round(x + width / 2), Math.round(y + height / 2)];
  })()`)) as [number, number];
  return { x, y };
}

/**
 * Moves the mouse before it presses.
 * @param offset CSS pixels from the centre.
 */
export async function pointAtButton(tab: Tab, offset = 0): Promise<void> {
  const { x, y } = await approveButtonCenter(tab);
  await tab.mouse.move(x + offset - 3, y);
  await tab.mouse.move(x + offset, y);
}

export async function pressMouse({ mouse }: Tab): Promise<void> {
  await mouse.down();
  await mouse.up();
}

/** Simulates a zoom: the page receives the same events as from a browser. */
export async function simulateZoom(tab: Tab): Promise<void> {
  await tab.evaluate(`(() => {
    Object.defineProperty(window, 'innerWidth', { value: innerWidth / 2 });
    dispatchEvent(new Event('resize'));
  })()`);
}

export function readApproveState(tab: Tab): Promise<string> {
  return tab.evaluate('document.querySelector("#approve-state").textContent') as Promise<string>;
}

/** The effect of a press would have begun after two animation frames. */
export async function isAwaitingApproval(tab: Tab): Promise<boolean> {
  await tab.evaluate(`void requestAnimationFrame(() => requestAnimationFrame(() => (window.drawn = clock)))`);
  await tab.waitFor('"drawn" in window && delete window.drawn');
  return (await tab.evaluate('document.querySelector("#message").textContent')) === '';
}

export async function waitForApproval(tab: Tab): Promise<void> {
  await tab.waitFor('document.body.innerText.includes("Web Monetization provider")');
}
