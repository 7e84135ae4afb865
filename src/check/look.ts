import type { Browser, Frame, Page } from 'playwright-core';
import type { ObservedLink, Observation } from '../check-page/observation.js';
import { askWalletAddress } from './ask-wallet-address.js';
import { isAgentFile } from './agent-file.js';
import type { PageAddress } from './page-address.js';
import { inlineScriptsOf, type ScriptSource, type Tag, tagsOf } from './source.js';
import { visitPage, type Visit } from './visit-page.js';

export interface FrameLook {
  readonly url: string;
  readonly src: string;
  /** Its `allow`; null: none. */
  readonly allow: string | null;
  readonly isForeign: boolean;
  readonly links: readonly ObservedLink[];
}

/** All that the rules judge by. */
export interface Look {
  /** Where the page was found at last. */
  readonly url: string;
  readonly tags: readonly Tag[];
  /** The page's own; not those that are nothing but an agent. */
  readonly scripts: readonly ScriptSource[];
  readonly page: Observation;
  readonly frames: readonly FrameLook[];
  /** What is wrong with each wallet address that was asked; null: nothing. */
  readonly wallets: ReadonlyMap<string, string | null>;
  /** Scripts that could not be loaded, and why. */
  readonly failedScripts: ReadonlyMap<string, string>;
  /** The folder that is served, as the user would call it; null: the page comes from a server of its own. */
  readonly root: string | null;
}

export interface LookOptions {
  /** Milliseconds that the page is watched after it has loaded. */
  watch: number;
  fetch: typeof fetch;
  /** Told before each step that may take long. */
  step: (doing: string) => void;
  /** The folder that is served for this page. */
  root?: string;
}

/**
 * Looks at a page as it is, with the agent that it brings along. Where it has none, it looks again and plays one.
 * @throws UnreachableError when there is no such page.
 */
export async function lookAtPage(
  browser: Browser,
  address: PageAddress,
  options: LookOptions,
): Promise<Look> {
  options.step(`opening ${address.url}`);
  const asItIs = await lookOnce(browser, address, options, false);
  return asItIs ?? ((await lookOnce(browser, address, options, true)) as Look);
}

/** @returns null for a page without an agent, unless one is played. */
async function lookOnce(
  browser: Browser,
  address: PageAddress,
  options: LookOptions,
  plays: boolean,
): Promise<Look | null> {
  const visit = await visitPage(browser, address, { watch: options.watch, plays });
  try {
    options.step('watching the page');
    const { loaded, page } = await observe(visit, plays);
    if (!page) return null;
    const frames = await Promise.all(
      visit.page
        .frames()
        .filter((frame) => frame.parentFrame())
        .map(lookAtFrame),
    );
    const seen = frames.filter((frame) => frame !== null);
    options.step('asking the wallet addresses');
    const [html, url] = [await loaded.html, visit.page.url()];
    const files = await Promise.all(loaded.scripts);
    const own = files.filter((file) => file.text !== '' && !isAgentFile(file, page.scripts));
    return {
      ...{ url, tags: tagsOf(html), page, frames: seen, root: options.root ?? null },
      scripts: [...inlineScriptsOf(html, url), ...own],
      wallets: await askAll([...page.links, ...seen.flatMap(({ links }) => links)], options.fetch),
      failedScripts: loaded.failedScripts,
    };
  } finally {
    await visit.close();
  }
}

/** What the page shows, once it has been paid; null for one without an agent, unless one is played. */
async function observe({ page, settle }: Visit, plays: boolean) {
  for (;;) {
    const loaded = await settle();
    try {
      const before = await observation(page);
      if (!plays && !before.hasAgent && before.scripts.length === 0) return { loaded, page: null };
      // A page that goes on to another because it was paid is judged by what it was.
      await page.evaluate('wmCheck.play()').catch(() => undefined);
      return { loaded, page: await observation(page).catch(() => before) };
    } catch (cause) {
      // It went on to another page at this very moment.
      if ((await settle()) === loaded) throw cause;
    }
  }
}

async function observation(page: Page): Promise<Observation> {
  return (await page.evaluate('wmCheck.observe()')) as Observation;
}

/** A frame that goes away meanwhile is none. */
async function lookAtFrame(frame: Frame): Promise<FrameLook | null> {
  try {
    const element = await frame.frameElement();
    const [src, allow] = [await element.getAttribute('src'), await element.getAttribute('allow')];
    const links = (await frame.evaluate('globalThis.wmCheck?.observe().links ?? []')) as ObservedLink[];
    const isForeign = originOf(frame.url()) !== originOf(frame.parentFrame()?.url() ?? '');
    return { url: frame.url(), src: src ?? '', allow, isForeign, links };
  } catch {
    return null;
  }
}

/** Documents without a URL of their own have that of the page. */
function originOf(url: string): string | null {
  return /^https?:/.test(url) ? new URL(url).origin : null;
}

async function askAll(links: readonly ObservedLink[], fetch: LookOptions['fetch']) {
  const seen = links.filter(({ where }) => where !== 'shadow' && where !== 'template');
  const urls = [...new Set(seen.flatMap(({ url }) => (url !== null && /^https?:/.test(url) ? [url] : [])))];
  return new Map(
    await Promise.all(urls.map(async (url) => [url, await askWalletAddress(url, fetch)] as const)),
  );
}
