import assert from 'node:assert/strict';
import { CONNECT_BUTTON, type Tab } from './engines.js';

/** How long a window has to settle, in milliseconds. */
export const SETTLE = 800;
/** In the page, from here on: the wait for the window to settle goes by this clock, and everything else by the browser's. */
const CLOCK = `(() => {
  const { setTimeout, clearTimeout } = window;
  const timers = new Map();
  window.clock = 0;
  window.setTimeout = (steps, wait, ...rest) => {
    if (wait !== ${SETTLE}) return setTimeout(steps, wait, ...rest);
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

/** As far as the question whether the visitor goes on to the wallet, when its window has just come to the front. */
export async function openConsent(tab: Tab, page: string, wallet: string): Promise<void> {
  await tab.goTo(page);
  await tab.click(CONNECT_BUTTON);
  await tab.until('!!document.querySelector("#wallet:not([hidden])")');
  await tab.evaluate(CLOCK);
  await tab.evaluate('void (document.querySelector("#wallet-address").value = "")');
  await tab.type('#wallet-address', wallet);
  await tab.click('document.querySelector("#wallet [type=submit]")');
  await tab.until('!!document.querySelector("#consent:not([hidden])")');
  assert.equal(await tab.evaluate('document.hasFocus()'), true);
}

export function goOn(tab: Tab, time: number): Promise<unknown> {
  return tab.evaluate(`void goOn(${time})`);
}

export async function centre(tab: Tab): Promise<{ x: number; y: number }> {
  const [x, y] = (await tab.evaluate(`(() => {
    const { x, y, width, height } = document.querySelector('#approve').getBoundingClientRect();
    return [Math.round(x + width / 2), Math.round(y + height / 2)];
  })()`)) as [number, number];
  return { x, y };
}

/** A mouse that moves. @param aside CSS pixels from the middle. */
export async function pointAtButton(tab: Tab, aside = 0): Promise<void> {
  const { x, y } = await centre(tab);
  await tab.mouse.move(x + aside - 3, y);
  await tab.mouse.move(x + aside, y);
}

export async function press({ mouse }: Tab): Promise<void> {
  await mouse.down();
  await mouse.up();
}

/** As a browser tells a page of its zoom. */
export async function zoom(tab: Tab): Promise<void> {
  await tab.evaluate(`(() => {
    Object.defineProperty(window, 'innerWidth', { value: innerWidth / 2 });
    dispatchEvent(new Event('resize'));
  })()`);
}

export function words(tab: Tab): Promise<string> {
  return tab.evaluate('document.querySelector("#approve-state").textContent') as Promise<string>;
}

/** What a press leads to would have begun when the page has drawn twice. */
export async function isAsking(tab: Tab): Promise<boolean> {
  await tab.evaluate(`void requestAnimationFrame(() => requestAnimationFrame(() => (window.drawn = clock)))`);
  await tab.until('"drawn" in window && delete window.drawn');
  return (await tab.evaluate('document.querySelector("#message").textContent')) === '';
}

export async function isApproved(tab: Tab): Promise<void> {
  await tab.until('document.body.innerText.includes("Web Monetization provider")');
}
