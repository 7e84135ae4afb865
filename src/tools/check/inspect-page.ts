import type { Browser, Frame, Page } from 'playwright-core';
import type { ObservedLink, Observation } from './browser/observation.js';
import { checkWalletAddress } from './check-wallet-address.js';
import { isAgentScript } from './source/agent-script.js';
import type { PageAddress } from './targets/page-address.js';
import type { FrameReport, PageReport } from './source/page-report.js';
import { findInlineScripts, parseTags } from './source/page-source.js';
import { visitPage, type Visit } from './visit-page.js';

export interface InspectOptions {
  /** Milliseconds for which the page is watched after it has loaded. */
  watchMs: number;
  fetch: typeof fetch;
  /** Called before each step that may take long. */
  onStep: (description: string) => void;
  /** The folder that is served for this page. */
  root?: string;
}

/**
 * Opens a page with its own agent. If it has none, opens it again with a simulated agent.
 * @throws UnreachableError if the page cannot be opened.
 */
export async function inspectPage(
  browser: Browser,
  address: PageAddress,
  options: InspectOptions,
): Promise<PageReport> {
  options.onStep(`opening ${address.url}`);
  const report = await inspectOnce(browser, address, options, false);
  return report ?? ((await inspectOnce(browser, address, options, true)) as PageReport);
}

/** @returns null for a page without an agent, unless one is simulated. */
async function inspectOnce(
  browser: Browser,
  address: PageAddress,
  options: InspectOptions,
  simulatesAgent: boolean,
): Promise<PageReport | null> {
  const visit = await visitPage(browser, address, { watchMs: options.watchMs, simulatesAgent });
  try {
    options.onStep('watching the page');
    const { loaded, page } = await observeAfterPayment(visit, simulatesAgent);
    if (!page) return null;
    const frames = await Promise.all(
      visit.page
        .frames()
        .filter((frame) => frame.parentFrame())
        .map(inspectFrame),
    );
    const reachableFrames = frames.filter((frame) => frame !== null);
    options.onStep('requesting the wallet addresses');
    const [html, url] = [await loaded.html, visit.page.url()];
    const files = await Promise.all(loaded.scripts);
    const ownFiles = files.filter((file) => file.text !== '' && !isAgentScript(file, page.scripts));
    return {
      ...{ url, tags: parseTags(html), page, frames: reachableFrames, root: options.root ?? null },
      scripts: [...findInlineScripts(html, url), ...ownFiles],
      walletProblems: await checkWalletAddresses(
        [...page.links, ...reachableFrames.flatMap(({ links }) => links)],
        options.fetch,
      ),
      failedScripts: loaded.failedScripts,
    };
  } finally {
    await visit.close();
  }
}

/** Observes the page after a payment. Null for a page without an agent, unless one is simulated. */
async function observeAfterPayment({ page, waitUntilStable }: Visit, simulatesAgent: boolean) {
  for (;;) {
    const loaded = await waitUntilStable();
    try {
      const before = await readObservation(page);
      if (!simulatesAgent && !before.hasAgent && before.scripts.length === 0) return { loaded, page: null };
      // A payment may make the page navigate. The observations made before count.
      await page.evaluate('wmCheck.simulatePayments()').catch(() => undefined);
      return { loaded, page: await readObservation(page).catch(() => before) };
    } catch (cause) {
      // The page navigated at this moment.
      if ((await waitUntilStable()) === loaded) throw cause;
    }
  }
}

async function readObservation(page: Page): Promise<Observation> {
  return (await page.evaluate('wmCheck.observe()')) as Observation;
}

/** A frame that is removed in the meantime is ignored. */
async function inspectFrame(frame: Frame): Promise<FrameReport | null> {
  try {
    const element = await frame.frameElement();
    const [src, allow] = [await element.getAttribute('src'), await element.getAttribute('allow')];
    const links = (await frame.evaluate('globalThis.wmCheck?.observe().links ?? []')) as ObservedLink[];
    const isCrossOrigin = originOf(frame.url()) !== originOf(frame.parentFrame()?.url() ?? '');
    return { url: frame.url(), src: src ?? '', allow, isCrossOrigin, links };
  } catch {
    return null;
  }
}

/** Documents without their own URL inherit the page's. */
function originOf(url: string): string | null {
  return /^https?:/.test(url) ? new URL(url).origin : null;
}

async function checkWalletAddresses(links: readonly ObservedLink[], fetch: InspectOptions['fetch']) {
  const visibleLinks = links.filter(({ placement }) => placement !== 'shadow' && placement !== 'template');
  const urls = [
    ...new Set(visibleLinks.flatMap(({ url }) => (url !== null && /^https?:/.test(url) ? [url] : []))),
  ];
  return new Map(
    await Promise.all(urls.map(async (url) => [url, await checkWalletAddress(url, fetch)] as const)),
  );
}
