import { readFileSync } from 'node:fs';
import type { Browser, Frame, Page } from 'playwright-core';
import { followPage, type LoadedDocument, type Trail } from './follow-page.js';
import type { PageAddress } from './page-address.js';
import { UnreachableError } from './unreachable-error.js';

export interface Visit {
  readonly page: Page;
  /** Waits until the page has been watched without going on to another. @throws UnreachableError */
  settle(): Promise<LoadedDocument>;
  close(): Promise<void>;
}

export interface VisitOptions {
  /** Milliseconds that the page is watched after it has loaded. */
  readonly watch: number;
  /** Give the page the support that it lacks. */
  readonly plays: boolean;
}

const OPEN_WITHIN = 20_000;
const PASSWORD = 'give it the right name and password (https://name:password@…)';
/** A page that has gone on to another so often goes on for ever. */
const MOST_PAGES = 10;
/** How often it is asked whether a page has loaded, in milliseconds. */
const LOOK_AGAIN = 500;
/** A page that says that it will go on, within so many seconds, is waited for. */
const SOON = 10;
const REFRESH = /^\s*(\d+)(?:\.[\d.]*)?\s*[;,\s]\s*(?:url\s*=\s*)?["']?([^"']*)/i;
/** What a navigation takes that has been asked for already, in milliseconds. */
const MOMENT = 1_000;

/** Asked of the package itself, so that it holds from src/, from dist/ and from node_modules/. */
const WATCHER = new URL('./check-page.js', import.meta.resolve('wm-polyfill/wm.js'));

/** Opens a page in a browser profile of its own, with the watching script. @throws UnreachableError */
export async function visitPage(
  browser: Browser,
  { url, credentials }: PageAddress,
  { watch, plays }: VisitOptions,
): Promise<Visit> {
  const { origin } = new URL(url);
  const context = await browser.newContext(credentials && { httpCredentials: { ...credentials, origin } });
  try {
    const page = await context.newPage();
    const trail = followPage(page);
    const watcher = readFileSync(WATCHER, 'utf8');
    await page.addInitScript({ content: `globalThis.wmCheckPlays = ${plays};\n${watcher}` });
    await page.goto(url, { waitUntil: 'commit', timeout: OPEN_WITHIN }).catch((error: Error) => {
      // What follows the first line is the browser's diary.
      const [why = ''] = error.message.replace('page.goto: ', '').split('\n', 1);
      if (why.includes('ERR_INVALID_AUTH_CREDENTIALS'))
        throw new UnreachableError(`${url} answers 401: ${PASSWORD}`);
      throw new UnreachableError(`${url} could not be opened: ${why.replace(` at ${url}`, '')}`);
    });
    return { page, settle: () => settle(page, url, watch, trail), close: () => context.close() };
  } catch (error) {
    await context.close();
    throw error;
  }
}

/** A page may only lead to another: by `<meta http-equiv="refresh">` or a script. The one that is found at last is meant. */
async function settle(page: Page, url: string, watch: number, trail: Trail): Promise<LoadedDocument> {
  for (;;) {
    const found = trail.current();
    checkDocument(found, url);
    await untilLoaded(page, url, trail);
    await page.waitForTimeout(watch);
    const patience = trail.isGoingOn() ? OPEN_WITHIN : await untilRefresh(page);
    const isMain = (frame: Frame) => frame === page.mainFrame();
    if (trail.current() === found && patience > 0)
      await page
        .waitForEvent('framenavigated', { predicate: isMain, timeout: patience })
        .catch(() => undefined);
    if (trail.current() === found) return found;
  }
}

/** A page that goes on before it has loaded may do so for ever. */
async function untilLoaded(page: Page, url: string, trail: Trail): Promise<void> {
  for (const end = performance.now() + OPEN_WITHIN; ;) {
    const isLoaded = await page.waitForLoadState('load', { timeout: LOOK_AGAIN }).then(
      () => true,
      () => false,
    );
    if (trail.count() > MOST_PAGES)
      throw new UnreachableError(`${url} goes on from page to page, at last to ${page.url()}`);
    if (isLoaded) return;
    if (performance.now() > end)
      throw new UnreachableError(`${page.url()} has not loaded after ${OPEN_WITHIN / 1_000} seconds`);
  }
}

function checkDocument(found: LoadedDocument | undefined, url: string): asserts found is LoadedDocument {
  const { response } = found ?? {};
  const at = response?.url() ?? url;
  const status = response?.status() ?? 0;
  if (status === 401) throw new UnreachableError(`${at} answers 401: ${PASSWORD}`);
  if (status >= 400) throw new UnreachableError(`${at} answers ${status}`);
  const type = response?.headers()['content-type'] ?? '';
  if (!/html/.test(type)) throw new UnreachableError(`${at} is no page but ${type || 'nothing'}`);
}

/** Milliseconds after which a page that says so has gone on to another; 0: it does not. */
async function untilRefresh(page: Page): Promise<number> {
  const [content, here] = (await page
    .evaluate(`[document.querySelector('meta[http-equiv=refresh i]')?.content ?? '', document.URL]`)
    // It has just gone.
    .catch(() => ['0; url=', ''])) as [string, string];
  const [, seconds, target] = REFRESH.exec(content) ?? [];
  if (target === undefined || Number(seconds) > SOON) return 0;
  const isOther = !URL.canParse(target, here) || new URL(target, here).href !== here;
  return isOther ? Number(seconds) * 1_000 + MOMENT : 0;
}
