import { after } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { atEnd } from '../at-end.js';

const browsers = new Map<string, Promise<Browser>>();

/**
 * One browser for all test files of a process, because a start costs seconds of CPU time. After each file,
 * its pages, contexts and cookies are removed. Each file's servers have their own ports, so that it shares no
 * other storage.
 * @param name states what differs from other browsers.
 */
export async function shareBrowser(name: string, launch: () => Promise<Browser>): Promise<Browser> {
  const running = browsers.get(name);
  const launching = running ?? launch();
  browsers.set(name, launching);
  const browser = await launching;
  after(() => clean(browser));
  if (!running) atEnd(() => browser.close());
  return browser;
}

async function clean(browser: Browser): Promise<void> {
  const standard = browser.defaultBrowserContext();
  const others = browser.browserContexts().filter((context) => context !== standard);
  await Promise.all(others.map((context) => context.close()));
  // A browser without a page may end.
  await standard.newPage().then(async (blank) => {
    const pages = (await standard.pages()).filter((page) => page !== blank);
    await Promise.all(pages.map((page) => page.close()));
  });
  await standard.deleteCookie(...(await standard.cookies()));
}
