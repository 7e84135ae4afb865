import { readFileSync } from 'node:fs';
import type { Browser, Frame, Page } from 'playwright-core';
import { trackDocuments, type LoadedDocument, type DocumentTracker } from './track-documents.js';
import type { PageAddress } from './targets/page-address.js';
import { UnreachableError } from './targets/unreachable-error.js';

export interface Visit {
  readonly page: Page;
  /**
   * Waits until the page has been watched without a navigation.
   * @throws UnreachableError
   */
  waitUntilStable(): Promise<LoadedDocument>;
  close(): Promise<void>;
}

export interface VisitOptions {
  /** Milliseconds for which the page is watched after it has loaded. */
  readonly watchMs: number;
  /** Simulate an agent, for a page without one. */
  readonly simulatesAgent: boolean;
}

const OPEN_TIMEOUT_MS = 20_000;
const PASSWORD_HINT = 'add the right user name and password to the URL (https://name:password@…)';
/** With more navigations, the page is considered to be in a loop. */
const MAX_NAVIGATIONS = 10;
/** Interval in milliseconds of the check whether the page has loaded. */
const LOAD_POLL_INTERVAL_MS = 500;
/** Maximum delay in seconds of a `<meta http-equiv="refresh">` that is awaited. */
const MAX_REFRESH_DELAY_S = 10;
const REFRESH_CONTENT = /^\s*(\d+)(?:\.[\d.]*)?\s*[;,\s]\s*(?:url\s*=\s*)?["']?([^"']*)/i;
/** Time for a navigation that has begun, in milliseconds. */
const NAVIGATION_TIME_MS = 1_000;

/** Resolved through the package name, so that it works from src/, dist/ and node_modules/. */
const OBSERVER_SCRIPT = new URL('./page-observer.js', import.meta.resolve('wm-polyfill/wm.js'));

/**
 * Opens a page in a separate browser context, with the observer script.
 * @throws UnreachableError
 */
export async function visitPage(
  browser: Browser,
  { url, credentials }: PageAddress,
  { watchMs, simulatesAgent }: VisitOptions,
): Promise<Visit> {
  const { origin } = new URL(url);
  const context = await browser.newContext(credentials && { httpCredentials: { ...credentials, origin } });
  try {
    const page = await context.newPage();
    const documents = trackDocuments(page);
    const observerSource = readFileSync(OBSERVER_SCRIPT, 'utf8');
    await page.addInitScript({
      content: `globalThis.wmCheckSimulatesAgent = ${simulatesAgent};\n${observerSource}`,
    });
    await page.goto(url, { waitUntil: 'commit', timeout: OPEN_TIMEOUT_MS }).catch((error: Error) => {
      // The lines after the first one are the browser's log.
      const [why = ''] = error.message.replace('page.goto: ', '').split('\n', 1);
      if (why.includes('ERR_INVALID_AUTH_CREDENTIALS'))
        throw new UnreachableError(`${url} responds with 401: ${PASSWORD_HINT}`);
      throw new UnreachableError(`${url} could not be opened: ${why.replace(` at ${url}`, '')}`);
    });
    return {
      page,
      waitUntilStable: () => waitUntilStable(page, url, watchMs, documents),
      close: () => context.close(),
    };
  } catch (error) {
    await context.close();
    throw error;
  }
}

/** A page may only redirect, with `<meta http-equiv="refresh">` or a script. The final page is checked. */
async function waitUntilStable(
  page: Page,
  url: string,
  watchMs: number,
  documents: DocumentTracker,
): Promise<LoadedDocument> {
  for (;;) {
    const found = documents.current();
    checkDocument(found, url);
    await waitUntilLoaded(page, url, documents);
    await page.waitForTimeout(watchMs);
    const timeoutMs = documents.isNavigating() ? OPEN_TIMEOUT_MS : await readRefreshDelay(page);
    const isMain = (frame: Frame) => frame === page.mainFrame();
    if (documents.current() === found && timeoutMs > 0)
      await page
        .waitForEvent('framenavigated', { predicate: isMain, timeout: timeoutMs })
        .catch(() => undefined);
    if (documents.current() === found) return found;
  }
}

/** A page that navigates before it has loaded may be in a loop. */
async function waitUntilLoaded(page: Page, url: string, documents: DocumentTracker): Promise<void> {
  for (const end = performance.now() + OPEN_TIMEOUT_MS; ;) {
    const isLoaded = await page.waitForLoadState('load', { timeout: LOAD_POLL_INTERVAL_MS }).then(
      () => true,
      () => false,
    );
    if (documents.documentCount() > MAX_NAVIGATIONS)
      throw new UnreachableError(`${url} redirects in a loop, last to ${page.url()}`);
    if (isLoaded) return;
    if (performance.now() > end)
      throw new UnreachableError(`${page.url()} has not loaded after ${OPEN_TIMEOUT_MS / 1_000} seconds`);
  }
}

function checkDocument(found: LoadedDocument | undefined, url: string): asserts found is LoadedDocument {
  const { response } = found ?? {};
  const at = response?.url() ?? url;
  const status = response?.status() ?? 0;
  if (status === 401) throw new UnreachableError(`${at} responds with 401: ${PASSWORD_HINT}`);
  if (status >= 400) throw new UnreachableError(`${at} responds with ${status}`);
  const type = response?.headers()['content-type'] ?? '';
  if (!/html/.test(type))
    throw new UnreachableError(`${at} is not an HTML page (${type || 'no content type'})`);
}

/** Milliseconds until the page's refresh has navigated, or 0 without a refresh. */
async function readRefreshDelay(page: Page): Promise<number> {
  const [content, here] = (await page
    .evaluate(`[document.querySelector('meta[http-equiv=refresh i]')?.content ?? '', document.URL]`)
    // The page has just navigated.
    .catch(() => ['0; url=', ''])) as [string, string];
  const [, seconds, target] = REFRESH_CONTENT.exec(content) ?? [];
  if (target === undefined || Number(seconds) > MAX_REFRESH_DELAY_S) return 0;
  const isOther = !URL.canParse(target, here) || new URL(target, here).href !== here;
  return isOther ? Number(seconds) * 1_000 + NAVIGATION_TIME_MS : 0;
}
