import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { CDPSession, Page } from 'puppeteer-core';
import type {} from '../../src/page/agent/state/state.js';
import { launchChromiumShell } from '../support/browsers/chromium.js';
import { openSandbox } from '../support/open-sandbox.js';
import { openScriptSite } from '../support/browsers/script-site.js';

const LINK_COUNT = 1_000;
/** The first rounds compile functions, fill caches, and create permanent objects. */
const WARM_UP = 4;
const ROUNDS = 8;
/**
 * The bytes that a link may leave behind. The smallest leak, an entry in a Map or a WeakMap with a live key,
 * is 24 bytes; with the element it is more than 500. The engine's own growth (code, inline caches) does not
 * depend on the number of links.
 */
const MAX_BYTES_PER_LINK = 16;
const WAIT_OPTIONS = { timeout: 120_000 };

const browser = await launchChromiumShell();
after(() => browser.close());
const sandbox = await openSandbox();
const site = await openScriptSite();
const { provider, testWalletAddresses } = sandbox.directory;

test('a thousand links that are added and removed leave nothing behind in the heap', async () => {
  const page = await openPage();
  const growth = await growthPerLink(page);
  console.log(`heap: ${growth.toFixed(1)} bytes a link, over ${ROUNDS} rounds of ${LINK_COUNT} links`);
  assert.ok(growth < MAX_BYTES_PER_LINK, `${growth} bytes a link`);
});

test('the measurement detects leaked links', async () => {
  const page = await openPage();
  await page.evaluate(() => {
    const kept = new Set<EventTarget | null>();
    Object.assign(window, { kept });
    for (const type of ['load', 'error']) addEventListener(type, ({ target }) => kept.add(target), true);
  });
  assert.ok((await growthPerLink(page)) > MAX_BYTES_PER_LINK);
});

async function openPage(): Promise<Page> {
  site.html = `<!doctype html><title>Links</title><script src="/one/wm.js" data-provider="${provider}"></script><body>`;
  const page = await browser.newPage();
  // The browser's own list of requests grows with each link.
  await page.evaluateOnNewDocument(() => performance.setResourceTimingBufferSize(0));
  await page.goto(site.url);
  await page.waitForFunction('document.monetization?.agentState.status === "ready"', WAIT_OPTIONS);
  return page;
}

async function growthPerLink(page: Page): Promise<number> {
  const devtools = await page.createCDPSession();
  const sizes: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    await addAndRemoveLinks(page);
    if (round >= WARM_UP) sizes.push(await measure(devtools));
  }
  await page.close();
  // The slope of the regression line through all sizes, so that no single one decides.
  const middle = (sizes.length - 1) / 2;
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const rise = sizes.reduce((sum, size, index) => sum + (index - middle) * (size - mean), 0);
  const run = sizes.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
  return rise / run / LINK_COUNT;
}

/** Each link gets its load or error event before all are removed. */
async function addAndRemoveLinks(page: Page): Promise<void> {
  await page.evaluate(
    async (count, href) => {
      const main = document.body.appendChild(document.createElement('main'));
      const processed = new Promise<void>((resolve) => {
        let left = count;
        for (const type of ['load', 'error'])
          main.addEventListener(type, () => void (--left === 0 && resolve()), true);
      });
      for (let i = 0; i < count; i += 1)
        main.append(Object.assign(document.createElement('link'), { rel: 'monetization', href }));
      await processed;
      main.remove();
    },
    LINK_COUNT,
    testWalletAddresses['ok'] as string,
  );
  await page.waitForFunction('document.monetization.agentState.sessions.length === 0', WAIT_OPTIONS);
}

async function measure(devtools: CDPSession): Promise<number> {
  // Objects that are collected first can release more.
  for (let i = 0; i < 3; i += 1) await devtools.send('HeapProfiler.collectGarbage');
  return (await devtools.send('Runtime.getHeapUsage')).usedSize;
}
