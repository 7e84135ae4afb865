import type { CDPSession, ElementHandle, Page, Viewport } from 'puppeteer-core';
import { type ConnectEnvironment, findConnectButton } from '../connect/connect-environment.js';

/** A small phone. A page without `width=device-width` would be 980 px wide. */
export const PHONE_VIEWPORT: Viewport = {
  width: 360,
  height: 640,
  deviceScaleFactor: 1,
  isMobile: true,
  hasTouch: true,
};
export const MOBILE_META = '<meta name="viewport" content="width=device-width">';

export interface Point {
  x: number;
  y: number;
}

/** Separate touch start, move and end, because Puppeteer's `tap` does all of it at once. */
export class TouchPoints {
  readonly #session: CDPSession;
  #down: Point[] = [];

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async on(page: Page): Promise<TouchPoints> {
    return new TouchPoints(await page.createCDPSession());
  }

  async touch(...points: Point[]): Promise<void> {
    this.#down.push(...points);
    await this.#send('touchStart');
  }

  /** Moves the first touch point. */
  async slide(to: Point): Promise<void> {
    this.#down[0] = to;
    await this.#send('touchMove');
  }

  async lift(): Promise<void> {
    this.#down = [];
    await this.#send('touchEnd');
  }

  /** Cancels the touch, as the system does when it takes over a gesture. */
  async cancel(): Promise<void> {
    this.#down = [];
    await this.#send('touchCancel');
  }

  async tap(point: Point): Promise<void> {
    await this.touch(point);
    await this.lift();
  }

  async #send(type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel'): Promise<void> {
    const touchPoints = this.#down.map(({ x, y }, id) => ({ x, y, id }));
    await this.#session.send('Input.dispatchTouchEvent', { type, touchPoints });
  }
}

/** The centre of the element's bounding box. */
export async function centerOf(page: Page, selector: string): Promise<Point> {
  const box = await (await page.$(selector))?.boundingBox();
  if (!box) throw new Error(`${selector} is not shown`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Taps Connect and returns the tab that opens. */
export async function tapConnect(page: Page): Promise<Page> {
  await page.bringToFront();
  return waitForOpenedTab(page, /\/connect#/, async () => (await findConnectButton(page))?.tap());
}

/** Taps a link that opens a tab, and returns this tab. */
export async function tapToOpen(page: Page, selector: string): Promise<Page> {
  const href = await page.$eval(selector, (link) => (link as HTMLAnchorElement).href);
  const tab = await waitForOpenedTab(page, new RegExp(`^${href}$`), () => page.tap(selector));
  await tab.waitForSelector('h1');
  return tab;
}

export async function tapWallet({ sandbox }: ConnectEnvironment, tab: Page): Promise<void> {
  await tab.waitForSelector('#wallet:not([hidden])');
  await tab.tap('#wallet-address');
  await tab.keyboard.type(sandbox.directory.wallets.visitor);
  await tab.tap('#wallet [type=submit]');
  await tab.waitForSelector('#consent:not([hidden])');
}

/** Waits until the button is enabled, then taps it once without movement. */
export async function tapApprove(tab: Page): Promise<void> {
  await tab.waitForSelector('#approve[aria-disabled=false]');
  await tapThrough(tab, '#approve');
}

export async function tapAccept(tab: Page): Promise<void> {
  await tapThrough(tab, 'button[value=accept]');
  await tab.waitForFunction('document.body.textContent.includes("Connected.")');
}

/** Taps the button of `<wm-status>` with this label, once it exists. */
export async function tapInStatus(page: Page, word: string): Promise<void> {
  await page.bringToFront();
  const found = await page.waitForFunction(
    (name) => {
      const buttons = document.querySelector('wm-status')?.shadowRoot?.querySelectorAll('button') ?? [];
      return [...buttons].find(({ innerText }) => innerText.startsWith(name));
    },
    {},
    word,
  );
  await (found.asElement() as ElementHandle<Element> | null)?.tap();
}

/** Taps a link or a button of a form and waits for the next page. */
export async function tapThrough(page: Page, selector: string): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.tap(selector)]);
}

async function waitForOpenedTab(page: Page, url: RegExp, tap: () => Promise<unknown>): Promise<Page> {
  const target = page.browserContext().waitForTarget((each) => url.test(each.url()));
  await tap();
  const tab = await (await target).page();
  if (!tab) throw new Error('no tab was opened');
  return tab;
}
