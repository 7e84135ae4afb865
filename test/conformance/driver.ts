import type { BrowserContext, Page } from 'puppeteer-core';
import { waitFor } from '../support/wait-for.js';

/** The operations that a page can request while it runs. */
export interface PageDriver {
  /** @throws Error that is passed to the page. */
  drive(operation: string, parameters: Record<string, unknown>): Promise<unknown>;
}

/**
 * The page itself, and the tabs that it opens, each in a separate window: all of them are visible until
 * another tab in front hides them.
 */
export function createPageDriver(context: BrowserContext, page: Page): PageDriver {
  const tabs = new Map<number, Page>();
  const covers = new Map<Page, Page>();

  const operations: Record<string, (tab: Page, parameters: Record<string, unknown>) => Promise<unknown>> = {
    async open(_tab, { url }) {
      const inBackground = new URL(String(url)).searchParams.has('background');
      const opened = await context.newPage(
        inBackground ? { type: 'tab', background: true } : { type: 'window' },
      );
      const id = tabs.size + 1;
      tabs.set(id, opened);
      await opened.goto(String(url));
      return id;
    },
    async close(tab) {
      await covers.get(tab)?.close();
      await tab.close();
    },
    execute: (tab, { script }) => tab.evaluate(String(script)),
    // Navigates like a link of the page, so that there is a referrer.
    async navigate(tab, { url }) {
      await tab.evaluate(`void setTimeout(() => location.assign(${JSON.stringify(url)}))`);
      await waitFor(() => tab.url() === url, `a navigation to ${String(url)}`);
      await tab.waitForFunction('document.readyState === "complete"');
    },
    async reload(tab) {
      await tab.reload();
    },
    async back(tab) {
      const left = tab.url();
      await tab.evaluate('void setTimeout(() => history.back())');
      // Not goBack(): over WebDriver BiDi it waits for a load event, which a page from the back/forward cache
      // does not have.
      await waitFor(() => tab.url() !== left, `a navigation from ${left}`);
    },
    async hide(tab) {
      await tab.bringToFront();
      const cover = await context.newPage();
      covers.set(tab, cover);
      await cover.bringToFront();
      await waitForVisibility(tab, 'hidden');
    },
    async show(tab) {
      await tab.bringToFront();
      await covers.get(tab)?.close();
      covers.delete(tab);
      await waitForVisibility(tab, 'visible');
    },
    freeze: (tab) => setLifecycleState(tab, 'frozen'),
    unfreeze: (tab) => setLifecycleState(tab, 'active'),
  };

  return {
    async drive(operation, parameters) {
      const { tab: id } = parameters;
      const tab = id === undefined ? page : tabs.get(Number(id));
      const operate = operations[operation];
      if (!operate || !tab) throw new Error(`There is no "${operation}" for tab ${JSON.stringify(id)}.`);
      return operate(tab, parameters);
    },
  };
}

async function setLifecycleState(tab: Page, state: 'frozen' | 'active'): Promise<void> {
  const session = await tab.createCDPSession();
  await session.send('Page.setWebLifecycleState', { state });
  await session.detach();
}

async function waitForVisibility(tab: Page, state: DocumentVisibilityState): Promise<void> {
  const holds = async () => (await tab.evaluate('document.visibilityState')) === state;
  await waitFor(holds, `the tab is ${state}`, { timeoutMs: 3_000 });
}
