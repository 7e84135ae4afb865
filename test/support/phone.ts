import type { CDPSession, ElementHandle, Page, Viewport } from 'puppeteer-core';
import { type ConnectWorld, findConnectButton } from './connect.js';

/** A small one. A page that does not say `width=device-width` would be 980 px wide here. */
export const PHONE: Viewport = {
  width: 360,
  height: 640,
  deviceScaleFactor: 1,
  isMobile: true,
  hasTouch: true,
};
export const MOBILE = '<meta name="viewport" content="width=device-width">';

export interface Point {
  x: number;
  y: number;
}

/** Fingers that are put down, moved and taken away one at a time; `tap` of Puppeteer does it all at once. */
export class Fingers {
  readonly #session: CDPSession;
  #down: Point[] = [];

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async on(page: Page): Promise<Fingers> {
    return new Fingers(await page.createCDPSession());
  }

  async put(...points: Point[]): Promise<void> {
    this.#down.push(...points);
    await this.#send('touchStart');
  }

  /** The first one. */
  async slide(to: Point): Promise<void> {
    this.#down[0] = to;
    await this.#send('touchMove');
  }

  async takeAway(): Promise<void> {
    this.#down = [];
    await this.#send('touchEnd');
  }

  /** As when the system takes a gesture for itself. */
  async cancel(): Promise<void> {
    this.#down = [];
    await this.#send('touchCancel');
  }

  async tap(point: Point): Promise<void> {
    await this.put(point);
    await this.takeAway();
  }

  async #send(type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel'): Promise<void> {
    const touchPoints = this.#down.map(({ x, y }, id) => ({ x, y, id }));
    await this.#session.send('Input.dispatchTouchEvent', { type, touchPoints });
  }
}

/** Of what is in view, or comes into it. */
export async function centre(page: Page, selector: string): Promise<Point> {
  const box = await (await page.$(selector))?.boundingBox();
  if (!box) throw new Error(`${selector} is not shown`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Taps Connect and answers the tab that opens. */
export async function tapConnect(page: Page): Promise<Page> {
  await page.bringToFront();
  return opened(page, /\/connect#/, async () => (await findConnectButton(page))?.tap());
}

/** Taps a link that opens a tab, and answers it. */
export async function tapToOpen(page: Page, selector: string): Promise<Page> {
  const href = await page.$eval(selector, (link) => (link as HTMLAnchorElement).href);
  const tab = await opened(page, new RegExp(`^${href}$`), () => page.tap(selector));
  await tab.waitForSelector('h1');
  return tab;
}

export async function tapWallet({ sandbox }: ConnectWorld, tab: Page): Promise<void> {
  await tab.waitForSelector('#wallet:not([hidden])');
  await tab.tap('#wallet-address');
  await tab.keyboard.type(sandbox.directory.wallets.visitor);
  await tab.tap('#wallet [type=submit]');
  await tab.waitForSelector('#consent:not([hidden])');
}

/** Waits until the button works, as a person does, and taps it once, without any movement. */
export async function tapApprove(tab: Page): Promise<void> {
  await tab.waitForSelector('#approve[aria-disabled=false]');
  await tapThrough(tab, '#approve');
}

export async function tapAccept(tab: Page): Promise<void> {
  await tapThrough(tab, 'button[value=accept]');
  await tab.waitForFunction('document.body.textContent.includes("Connected.")');
}

/** A button of `<wm-status>`, by the word on it, once it is there. */
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

/** A link or a button of a form, which leads to another page. */
export async function tapThrough(page: Page, selector: string): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.tap(selector)]);
}

async function opened(page: Page, url: RegExp, tap: () => Promise<unknown>): Promise<Page> {
  const target = page.browserContext().waitForTarget((each) => url.test(each.url()));
  await tap();
  const tab = await (await target).page();
  if (!tab) throw new Error('no tab was opened');
  return tab;
}
