import type { BrowserContext, ElementHandle, Page } from 'puppeteer-core';
import type { Point } from './phone.js';
import { CHROMIUM_SHELL } from '../../chromium.mjs';
import { shareBrowser } from './shared-browser.js';
import { launchBrowsersForSites } from './test-sites.js';
import { WebKit } from './webkit.js';
import { waitInBrowser } from './wait-in-browser.js';

/** A tab of any browser, with the operations that the attack tests need. Expressions are JavaScript. */
export interface Tab {
  goTo(url: string): Promise<void>;
  evaluate(expression: string): Promise<unknown>;
  /** Also waits across navigations. */
  waitFor(condition: string): Promise<void>;
  /** Waits for the element, then clicks it. */
  click(element: string): Promise<void>;
  type(selector: string, text: string): Promise<void>;
  readonly mouse: {
    move(x: number, y: number): Promise<void>;
    down(): Promise<void>;
    up(): Promise<void>;
  };
  /** `Enter`: press, auto-repeat while held, release. */
  readonly enterKey: { down(): Promise<void>; up(): Promise<void> };
}

/** Waits for the button of `<wm-status>` and returns an expression for it. */
export const CONNECT_BUTTON =
  'document.querySelector("wm-status")?.shadowRoot?.querySelector("button.connect")';

/** False for WebKit: its driver has only one window. */
export interface CoverableTab extends Tab {
  /** Opens another tab of the same visitor in front of this one. */
  coverWithTab(): Promise<CoverableTab>;
  close(): Promise<void>;
}

export interface Engine<AnyTab extends Tab = Tab> {
  readonly name: string;
  /**
   * A tab without cookies or storage, except in WebKit, which has only one window. Closes the previous one.
   */
  newTab(): Promise<AnyTab>;
}

/** Chromium, and Firefox and WebKit if they are installed. */
export async function launchEngines(): Promise<Engine[]> {
  const engines: Engine[] = await launchEnginesWithTabs();
  const webkit = await WebKit.launch();
  if (webkit) {
    engines.push({
      name: 'WebKit',
      newTab: async () => {
        // A URL that differs only in its fragment would not load a document.
        await webkit.goTo('about:blank');
        return createWebKitTab(webkit);
      },
    });
  }
  return engines;
}

/**
 * The browsers that Puppeteer drives.
 * @param chromium without a window, tabs do not hide each other.
 */
export async function launchEnginesWithTabs(chromium = CHROMIUM_SHELL): Promise<Engine<CoverableTab>[]> {
  const browsers = await launchBrowsersForSites(chromium, shareBrowser);
  return browsers.map(({ name, browser }) => {
    let context: BrowserContext | undefined;
    return {
      name,
      async newTab() {
        await context?.close();
        context = await browser.createBrowserContext();
        return createTab(await context.newPage(), name === 'Chromium');
      },
    };
  });
}

function createTab(page: Page, isChromium: boolean): CoverableTab {
  let at: Point = { x: 0, y: 0 };
  const evaluate = (expression: string): Promise<unknown> => page.evaluate(expression);
  const waitForExpression = async (condition: string): Promise<void> => {
    await waitInBrowser(() => evaluate(condition), condition);
  };
  return {
    evaluate,
    waitFor: waitForExpression,
    async goTo(url) {
      // The page redirects while it loads.
      await page.goto(url).catch((error: unknown) => {
        if (!/aborted|ABORTED|detached|navigat/i.test(String(error))) throw error;
      });
    },
    async click(element) {
      await waitForExpression(`!!(${element})`);
      const found = await page.evaluateHandle(element);
      await (found.asElement() as ElementHandle<Element> | null)?.click();
    },
    type: (selector, text) => page.type(selector, text),
    mouse: {
      move(x, y) {
        at = { x, y };
        return page.mouse.move(x, y);
      },
      down: () => (isChromium ? dispatchMouseEvent(page, 'mousePressed', at) : page.mouse.down()),
      up: () => (isChromium ? dispatchMouseEvent(page, 'mouseReleased', at) : page.mouse.up()),
    },
    enterKey: { down: () => page.keyboard.down('Enter'), up: () => page.keyboard.up('Enter') },
    async coverWithTab() {
      const other = await page.browserContext().newPage();
      await other.bringToFront();
      return createTab(other, isChromium);
    },
    async close() {
      await page.close();
    },
  };
}

/** In Chromium, Puppeteer's mouse has no pressure, like the synthetic clicks of a screen reader. */
async function dispatchMouseEvent(
  page: Page,
  type: 'mousePressed' | 'mouseReleased',
  at: Point,
): Promise<void> {
  const session = await page.createCDPSession();
  const force = type === 'mousePressed' ? 0.5 : 0;
  await session.send('Input.dispatchMouseEvent', { type, ...at, button: 'left', clickCount: 1, force });
  await session.detach();
}

function createWebKitTab(webkit: WebKit): Tab {
  const enter = (type: 'keyDown' | 'keyUp') => webkit.performAction('keyboard', { type, value: '\uE007' });
  return {
    goTo: (url) => webkit.goTo(url),
    evaluate: (expression) => webkit.evaluate(expression),
    waitFor: (condition) => webkit.waitFor(condition),
    click: (element) => webkit.tap(element),
    type: (selector, text) => webkit.type(selector, text),
    mouse: {
      move: (x, y) => webkit.performAction('mouse', { type: 'pointerMove', x, y, duration: 0 }),
      down: () => webkit.performAction('mouse', { type: 'pointerDown', button: 0 }),
      up: () => webkit.performAction('mouse', { type: 'pointerUp', button: 0 }),
    },
    enterKey: { down: () => enter('keyDown'), up: () => enter('keyUp') },
  };
}
