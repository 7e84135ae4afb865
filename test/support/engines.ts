import { after } from 'node:test';
import type { ElementHandle, Page } from 'puppeteer-core';
import type { Point } from './phone.js';
import { CHROMIUM_SHELL } from '../chromium.mjs';
import { launchBrowsersForSites } from './sites.js';
import { inTime, WebKit } from './webkit.js';

/** A tab of any browser, as far as an attack needs one. Expressions are JavaScript. */
export interface Tab {
  goTo(url: string): Promise<void>;
  evaluate(expression: string): Promise<unknown>;
  /** Also across navigations. */
  until(condition: string): Promise<void>;
  /** As a person does, as soon as the element is there. */
  click(element: string): Promise<void>;
  type(selector: string, text: string): Promise<void>;
  readonly mouse: {
    move(x: number, y: number): Promise<void>;
    down(): Promise<void>;
    up(): Promise<void>;
  };
  /** `Enter` goes down; again, while it is held; and up. */
  readonly enter: { down(): Promise<void>; up(): Promise<void> };
}

/** An expression for the button of `<wm-status>`, if it is there. */
export const CONNECT_BUTTON =
  'document.querySelector("wm-status")?.shadowRoot?.querySelector("button.connect")';

/** WebKit's driver has one window, so its tabs cannot. */
export interface TabAmongOthers extends Tab {
  /** Another tab of the same visitor comes to the front, and this one is behind it. */
  openInFront(): Promise<TabAmongOthers>;
  close(): Promise<void>;
}

export interface Engine<AnyTab extends Tab = Tab> {
  readonly name: string;
  /** Of a visitor who was nowhere before, but in WebKit, which has one window. */
  newTab(): Promise<AnyTab>;
}

/** Chromium, and Firefox and WebKit where they are installed. */
export async function launchEngines(): Promise<Engine[]> {
  const engines: Engine[] = await launchEnginesWithTabs();
  const webkit = await WebKit.launch();
  if (webkit) {
    engines.push({
      name: 'WebKit',
      newTab: async () => {
        // Else a URL that differs by what is behind `#` loads nothing.
        await webkit.goTo('about:blank');
        return tabOfWebKit(webkit);
      },
    });
  }
  return engines;
}

/** Those that are driven by Puppeteer. @param chromium Without a window, tabs do not hide each other. */
export async function launchEnginesWithTabs(chromium = CHROMIUM_SHELL): Promise<Engine<TabAmongOthers>[]> {
  const browsers = await launchBrowsersForSites(chromium);
  after(() => Promise.all(browsers.map(({ browser }) => browser.close())));
  return browsers.map(({ name, browser }) => ({
    name,
    newTab: async () => tabOf(await (await browser.createBrowserContext()).newPage(), name === 'Chromium'),
  }));
}

function tabOf(page: Page, isChromium: boolean): TabAmongOthers {
  let at: Point = { x: 0, y: 0 };
  const evaluate = (expression: string): Promise<unknown> => page.evaluate(expression);
  const until = (condition: string): Promise<void> =>
    inTime(condition, () => evaluate(condition).catch(() => false));
  return {
    evaluate,
    until,
    async goTo(url) {
      // A page that sends the visitor on while it loads.
      await page.goto(url).catch((error: unknown) => {
        if (!/aborted|ABORTED|detached|navigat/i.test(String(error))) throw error;
      });
    },
    async click(element) {
      await until(`!!(${element})`);
      const found = await page.evaluateHandle(element);
      await (found.asElement() as ElementHandle<Element> | null)?.click();
    },
    type: (selector, text) => page.type(selector, text),
    mouse: {
      move(x, y) {
        at = { x, y };
        return page.mouse.move(x, y);
      },
      down: () => (isChromium ? press(page, 'mousePressed', at) : page.mouse.down()),
      up: () => (isChromium ? press(page, 'mouseReleased', at) : page.mouse.up()),
    },
    enter: { down: () => page.keyboard.down('Enter'), up: () => page.keyboard.up('Enter') },
    async openInFront() {
      const other = await page.browserContext().newPage();
      await other.bringToFront();
      return tabOf(other, isChromium);
    },
    async close() {
      await page.close();
    },
  };
}

/** Puppeteer's mouse has no pressure in Chromium, as only a screen reader's has none. */
async function press(page: Page, type: 'mousePressed' | 'mouseReleased', at: Point): Promise<void> {
  const session = await page.createCDPSession();
  const force = type === 'mousePressed' ? 0.5 : 0;
  await session.send('Input.dispatchMouseEvent', { type, ...at, button: 'left', clickCount: 1, force });
  await session.detach();
}

function tabOfWebKit(webkit: WebKit): Tab {
  const enter = (type: 'keyDown' | 'keyUp') => webkit.act('keyboard', { type, value: '\uE007' });
  return {
    goTo: (url) => webkit.goTo(url),
    evaluate: (expression) => webkit.evaluate(expression),
    until: (condition) => webkit.until(condition),
    click: (element) => webkit.tap(element),
    type: (selector, text) => webkit.type(selector, text),
    mouse: {
      move: (x, y) => webkit.act('mouse', { type: 'pointerMove', x, y, duration: 0 }),
      down: () => webkit.act('mouse', { type: 'pointerDown', button: 0 }),
      up: () => webkit.act('mouse', { type: 'pointerUp', button: 0 }),
    },
    enter: { down: () => enter('keyDown'), up: () => enter('keyUp') },
  };
}
