import type { Frame, Page } from '@playwright/test';
import { CONTROL_KEY, type LinkChoice, type SharedState } from '../control.js';

type PageGlobals = Record<symbol, SharedState | undefined>;

interface LinkSearch {
  readonly key: string;
  readonly link: string | null;
  readonly search: number;
}

const POLL_INTERVAL_MS = 100;

let searchCount = 0;

/**
 * Waits for the document with this link: the page itself, else its first frame that is allowed to be paid.
 * Waits as long as Playwright's actions.
 * @throws Error that describes what is missing
 */
export async function frameWithLink(page: Page, { link = null, timeout }: LinkChoice): Promise<Frame> {
  const linkSearch = { key: CONTROL_KEY, link, search: ++searchCount };
  for (const frame of page.frames())
    if (
      (await frame.evaluate(hasLinkInPage, linkSearch).catch(() => false)) &&
      (await isPaymentAllowed(frame))
    )
      return frame;

  const disallowedUrls = new Set<string>();
  const searchedFrames: Frame[] = [];
  let searchFrame = (_frame: Frame): void => undefined;
  try {
    return await new Promise<Frame>((resolve, reject) => {
      searchFrame = (frame) => {
        searchedFrames.push(frame);
        const options = { polling: POLL_INTERVAL_MS, ...(timeout !== undefined && { timeout }) };
        frame.waitForFunction(hasLinkInPage, linkSearch, options).then(
          async () => {
            if (await isPaymentAllowed(frame)) resolve(frame);
            else disallowedUrls.add(frame.url());
          },
          (cause: Error) => {
            if (frame === page.mainFrame()) reject(cause);
          },
        );
      };
      page.on('frameattached', searchFrame);
      page.frames().forEach(searchFrame);
    });
  } catch (cause) {
    // Fails if the page was closed meanwhile, for example by the test's timeout.
    const message = await page.evaluate(missingLinkMessageInPage, linkSearch).catch(() => undefined);
    const frames = [...disallowedUrls].map(
      (url) => ` The frame ${url} has a link, but its <iframe> has no allow="monetization".`,
    );
    throw new Error(
      `[wm-polyfill] ${message ?? 'The page has no monetization link.'}${frames.join('')}\n${(cause as Error).message}`,
      { cause },
    );
  } finally {
    page.off('frameattached', searchFrame);
    // Ends the searches in the other documents.
    for (const frame of searchedFrames) frame.evaluate(endSearchInPage, linkSearch).catch(() => undefined);
  }
}

/**
 * The default Permissions Policy: same-origin frames are allowed, other frames need `allow="monetization"`.
 */
async function isPaymentAllowed(frame: Frame): Promise<boolean> {
  const parent = frame.parentFrame();
  if (!parent) return true;
  try {
    const element = await frame.frameElement();
    const allow = /(^|;)\s*monetization\b(?!\s*'none')/i;
    const isOwn = await element.evaluate((iframe) =>
      Boolean((iframe as unknown as { contentDocument: unknown }).contentDocument),
    );
    return (
      (isOwn || allow.test((await element.getAttribute('allow')) ?? '')) && (await isPaymentAllowed(parent))
    );
  } catch {
    return false;
  }
}

function hasLinkInPage({ key, link, search }: LinkSearch): boolean {
  const { control, lastSearch = 0 } = (globalThis as unknown as PageGlobals)[Symbol.for(key)] ?? {};
  return lastSearch >= search || control?.hasLink(link) === true;
}

function missingLinkMessageInPage({ key, link }: LinkSearch): string | undefined {
  return (globalThis as unknown as PageGlobals)[Symbol.for(key)]?.control?.missingLinkMessage(link);
}

function endSearchInPage({ key, search }: LinkSearch): void {
  ((globalThis as unknown as PageGlobals)[Symbol.for(key)] ??= {}).lastSearch = search;
}
