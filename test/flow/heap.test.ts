import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { CDPSession, Page } from 'puppeteer-core';
import type {} from '../../src/agent/state.js';
import { launchChromiumShell } from '../support/chromium.js';
import { openSandbox } from '../support/sandbox.js';
import { openScriptSite } from '../support/script-site.js';

const LINKS = 1_000;
/** The first rounds compile functions, fill caches, and create what is created once. */
const WARM_UP = 4;
const ROUNDS = 8;
/**
 * What a link may leave behind, in bytes. The least that can be kept of one, its place in a Map or a WeakMap with a live key, takes 24, and
 * with the element it is more than 500. What the engine itself does in between (code, inline caches) is the same for one link or a thousand.
 */
const TOLERANCE = 16;
const PATIENCE = { timeout: 120_000 };

const browser = await launchChromiumShell();
after(() => browser.close());
const sandbox = await openSandbox();
const site = await openScriptSite();
const { provider, testWalletAddresses } = sandbox.directory;

test('a thousand links that come and go leave nothing behind in the heap', async () => {
  const page = await openPage();
  const growth = await growthPerLink(page);
  console.log(`heap: ${growth.toFixed(1)} bytes a link, over ${ROUNDS} rounds of ${LINKS} links`);
  assert.ok(growth < TOLERANCE, `${growth} bytes a link`);
});

test('and this test would notice if something kept them', async () => {
  const page = await openPage();
  await page.evaluate(() => {
    const kept = new Set<EventTarget | null>();
    Object.assign(window, { kept });
    for (const type of ['load', 'error']) addEventListener(type, ({ target }) => kept.add(target), true);
  });
  assert.ok((await growthPerLink(page)) > TOLERANCE);
});

async function openPage(): Promise<Page> {
  site.html = `<!doctype html><title>Links</title><script src="/one/wm.js" data-provider="${provider}"></script><body>`;
  const page = await browser.newPage();
  // The browser's own list of requests grows with each.
  await page.evaluateOnNewDocument(() => performance.setResourceTimingBufferSize(0));
  await page.goto(site.url);
  await page.waitForFunction('document.monetization?.agentState.status === "ready"', PATIENCE);
  return page;
}

async function growthPerLink(page: Page): Promise<number> {
  const devtools = await page.createCDPSession();
  const sizes: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    await comeAndGo(page);
    if (round >= WARM_UP) sizes.push(await measure(devtools));
  }
  await page.close();
  // The slope of the line through all sizes: no single one decides.
  const middle = (sizes.length - 1) / 2;
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const rise = sizes.reduce((sum, size, index) => sum + (index - middle) * (size - mean), 0);
  const run = sizes.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
  return rise / run / LINKS;
}

/** Each link gets its load or its error event before all are removed. */
async function comeAndGo(page: Page): Promise<void> {
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
    LINKS,
    testWalletAddresses['ok'] as string,
  );
  await page.waitForFunction('document.monetization.agentState.sessions.length === 0', PATIENCE);
}

async function measure(devtools: CDPSession): Promise<number> {
  // What is collected first lets go of more.
  for (let i = 0; i < 3; i += 1) await devtools.send('HeapProfiler.collectGarbage');
  return (await devtools.send('Runtime.getHeapUsage')).usedSize;
}
