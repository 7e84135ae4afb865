import type { Browser, Frame } from 'playwright-core';
import type { ObservedLink, Observation } from '../check-page/observation.js';
import { askWalletAddress } from './ask-wallet-address.js';
import { inlineScriptsOf, type ScriptSource, type Tag, tagsOf } from './source.js';
import { visitPage } from './visit-page.js';

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
  /** The page's own; not the agent's. */
  readonly scripts: readonly ScriptSource[];
  readonly page: Observation;
  readonly frames: readonly FrameLook[];
  /** What is wrong with each wallet address that was asked; null: nothing. */
  readonly wallets: ReadonlyMap<string, string | null>;
  /** Scripts that could not be loaded, and why. */
  readonly failedScripts: ReadonlyMap<string, string>;
}

export interface LookOptions {
  /** Milliseconds that the page is watched after it has loaded. */
  watch: number;
  fetch: typeof fetch;
  /** Told before each step that may take long. */
  step: (doing: string) => void;
}

/** @throws UnreachableError when there is no such page. */
export async function lookAtPage(browser: Browser, url: string, options: LookOptions): Promise<Look> {
  options.step(`opening ${url}`);
  const visit = await visitPage(browser, url);
  try {
    options.step('watching the page');
    await visit.page.waitForTimeout(options.watch);
    await visit.page.evaluate('wmCheck.play()');
    const page = (await visit.page.evaluate('wmCheck.observe()')) as Observation;
    const frames = await Promise.all(
      visit.page
        .frames()
        .filter((frame) => frame.parentFrame())
        .map(lookAtFrame),
    );
    const seen = frames.filter((frame) => frame !== null);
    options.step('asking the wallet addresses');
    const html = visit.html;
    return {
      ...{ url: visit.page.url(), tags: tagsOf(html), page, frames: seen },
      scripts: [...inlineScriptsOf(html, visit.page.url()), ...(await visit.scripts(page.scripts))],
      wallets: await askAll([...page.links, ...seen.flatMap(({ links }) => links)], options.fetch),
      failedScripts: visit.failedScripts,
    };
  } finally {
    await visit.close();
  }
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
