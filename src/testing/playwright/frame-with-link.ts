import type { Frame, Page } from '@playwright/test';
import { KEY, type LinkChoice, type Shared } from '../control.js';

type Place = Record<symbol, Shared | undefined>;

interface Wanted {
  readonly key: string;
  readonly link: string | null;
  readonly search: number;
}

/** How often a document is asked, in milliseconds. */
const POLLING = 100;

let searches = 0;

/**
 * The document that has this link, once there is one: the page's own, else the first of its frames that may be paid. Waits as Playwright's actions do,
 * and says what is missing when it gives up.
 */
export async function frameWithLink(page: Page, { link = null, timeout }: LinkChoice): Promise<Frame> {
  const wanted = { key: KEY, link, search: ++searches };
  for (const frame of page.frames())
    if ((await frame.evaluate(hasLinkInPage, wanted).catch(() => false)) && (await mayBePaid(frame)))
      return frame;

  const refused = new Set<string>();
  const looked: Frame[] = [];
  let look = (_frame: Frame): void => undefined;
  try {
    return await new Promise<Frame>((resolve, reject) => {
      look = (frame) => {
        looked.push(frame);
        const options = { polling: POLLING, ...(timeout !== undefined && { timeout }) };
        frame.waitForFunction(hasLinkInPage, wanted, options).then(
          async () => {
            if (await mayBePaid(frame)) resolve(frame);
            else refused.add(frame.url());
          },
          (cause: Error) => {
            if (frame === page.mainFrame()) reject(cause);
          },
        );
      };
      page.on('frameattached', look);
      page.frames().forEach(look);
    });
  } catch (cause) {
    // Of a page that is closed meanwhile, as at the end of a test's time, nobody can ask more.
    const words = await page.evaluate(noLinkInPage, wanted).catch(() => undefined);
    const frames = [...refused].map(
      (url) => ` The frame ${url} has one, but its <iframe> has no allow="monetization".`,
    );
    throw new Error(
      `[wm-polyfill] ${words ?? 'The page has no monetization link.'}${frames.join('')}\n${(cause as Error).message}`,
      { cause },
    );
  } finally {
    page.off('frameattached', look);
    // Nobody waits in the other documents any more.
    for (const frame of looked) frame.evaluate(endSearchInPage, wanted).catch(() => undefined);
  }
}

/** As the Permissions Policy has it by default: frames of this site are allowed, others need the permission. */
async function mayBePaid(frame: Frame): Promise<boolean> {
  const parent = frame.parentFrame();
  if (!parent) return true;
  try {
    const element = await frame.frameElement();
    const allow = /(^|;)\s*monetization\b(?!\s*'none')/i;
    const isOwn = await element.evaluate((iframe) =>
      Boolean((iframe as unknown as { contentDocument: unknown }).contentDocument),
    );
    return (isOwn || allow.test((await element.getAttribute('allow')) ?? '')) && (await mayBePaid(parent));
  } catch {
    return false;
  }
}

function hasLinkInPage({ key, link, search }: Wanted): boolean {
  const { control, searched = 0 } = (globalThis as unknown as Place)[Symbol.for(key)] ?? {};
  return searched >= search || control?.hasLink(link) === true;
}

function noLinkInPage({ key, link }: Wanted): string | undefined {
  return (globalThis as unknown as Place)[Symbol.for(key)]?.control?.noLink(link);
}

function endSearchInPage({ key, search }: Wanted): void {
  ((globalThis as unknown as Place)[Symbol.for(key)] ??= {}).searched = search;
}
