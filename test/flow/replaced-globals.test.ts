import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import type {} from '../../src/page/agent/state/state.js';
import { openSandbox } from '../support/open-sandbox.js';
import { openScriptSite } from '../support/browsers/script-site.js';
import { launchBrowsersForSites } from '../support/browsers/test-sites.js';
import { readVisitorsPayments } from '../support/wallets/official-client.js';

/** What a page's own libraries put in the place of the browser's globals before this script runs. */
const OF_CLASSES: Record<string, string> = {
  'another class': 'class { constructor(given) { this.given = given; } }',
  'a subclass': 'class extends Native {}',
  nothing: 'undefined',
  'a function that throws': '() => { throw new Error("This is the page’s.") }',
};
const OF_FETCH = { 'another class': '() => undefined', 'a subclass': '(...given) => Native(...given)' };
const OF_OBJECTS = { 'another class': '{}', 'a subclass': 'Object.create(Native)' };
const REPLACED: Record<string, Record<string, string>> = {
  Event: OF_CLASSES,
  CustomEvent: OF_CLASSES,
  EventTarget: OF_CLASSES,
  customElements: { ...OF_CLASSES, ...OF_OBJECTS },
  Promise: OF_CLASSES,
  Map: OF_CLASSES,
  WeakMap: OF_CLASSES,
  Set: OF_CLASSES,
  URL: OF_CLASSES,
  JSON: { ...OF_CLASSES, ...OF_OBJECTS },
  fetch: { ...OF_CLASSES, ...OF_FETCH },
};
const CASES = Object.entries(REPLACED).flatMap(([name, kinds]) =>
  Object.entries(kinds).map(([kind, code]) => ({ name, kind, code })),
);
/**
 * Cases that work, because the native object is reachable in another way or not needed. A simulation fetches
 * nothing.
 */
const ALWAYS_PAYS = /^(Event|CustomEvent|EventTarget|customElements) |a subclass|^fetch (?!nothing)/;

/** A cent every half second. */
const ALLOWANCE = { ratePerHour: '72.00', budget: '1000.00', period: 'P1M' };

const site = await openScriptSite();
const sandbox = await openSandbox({ provider: { allowance: ALLOWANCE, minPaymentDelay: 500 } });
const { provider, testWalletAddresses } = sandbox.directory;
const browsers = await launchBrowsersForSites();
after(() => Promise.all(browsers.map(({ browser }) => browser.close())));

interface PageRecord {
  /** `monetization` events: native ones, as listeners receive them, and others. */
  received: number;
  foreign: number;
  /** Entries of `document.monetization.trace()`. */
  traced: number;
  lines: string[];
  errors: string[];
  hasAgent: boolean;
}

for (const { name: engine, browser } of browsers) {
  test(`${engine}: a page with a replaced global gets its events, or pays nothing and logs one line`, async () => {
    const pages = CASES.map(({ name, code }) => html(name, code, 'simulate', 'https://wallet.example/news'));
    const page = await open(browser, pages);
    await page.waitForFunction('Array.from(frames).every((frame) => frame.isDecided?.())');
    const outcomes = await recordIn(page);
    await page.close();
    for (const [index, { name, kind }] of CASES.entries()) {
      const outcome = outcomes[index] as PageRecord;
      const { received, foreign, traced, lines, errors, hasAgent } = outcome;
      const what = `${name} is ${kind}: ${JSON.stringify(outcome)}`;
      assert.deepEqual([errors, foreign], [[], 0], what);
      if (ALWAYS_PAYS.test(`${name} ${kind}`)) assert.ok(received > 1 && traced > 0 && !lines.length, what);
      else {
        assert.deepEqual([received, hasAgent, lines.length], [0, false, 1], what);
        assert.match(lines[0] ?? '', /^\[wm-polyfill\] Could not start.*\(TypeError: .*\)$/, what);
        assert.ok(lines[0]?.includes(name), what);
      }
    }
  });
}

for (const kind of ['another class', 'nothing']) {
  test(`a page whose Event is ${kind} receives each payment of a provider`, async () => {
    const paid = (await readVisitorsPayments(sandbox)).length;
    const { page, requests } = await openWith('Event', kind);
    await page.waitForFunction('frames[0].noted?.received > 1');
    await page.evaluate('frames[0].document.monetization.pause()');
    // A call in flight may still get its response.
    await page.waitForNetworkIdle({ idleTime: 700 });
    const { received, foreign, lines, errors } = (await recordIn(page))[0] as PageRecord;
    await page.close();
    assert.equal((await readVisitorsPayments(sandbox)).length - paid, received);
    assert.deepEqual([foreign, lines, errors], [0, [], []]);
    assert.ok(requests.length);
  });
}

for (const [name, kind] of [
  ['Promise', 'another class'],
  ['Map', 'nothing'],
  ['URL', 'a function that throws'],
  ['JSON', 'another class'],
] as const) {
  test(`a page whose ${name} is ${kind} sends no request to a provider`, async () => {
    const { page, requests } = await openWith(name, kind);
    await page.waitForFunction('frames[0].noted?.lines.length && document.readyState === "complete"');
    const { received, lines, errors } = (await recordIn(page))[0] as PageRecord;
    await page.close();
    assert.deepEqual([received, lines.length, errors, requests], [0, 1, [], []]);
  });
}

for (const kind of ['another class', 'a function that throws']) {
  test(`a page whose fetch is ${kind} pays nothing, and one line and the state explain why`, async () => {
    const { page, requests } = await openWith('fetch', kind);
    await page.waitForFunction(
      'frames[0].noted?.lines.length && frames[0].document.monetization.agentState.sessions[0].error',
    );
    const { received, lines, errors } = (await recordIn(page))[0] as PageRecord;
    await page.close();
    assert.deepEqual([received, lines.length, errors, requests], [0, 1, [], []]);
    assert.match(lines[0] ?? '', /\(provider-unreachable\)$/);
  });
}

/** A page that records events with the native classes, and then replaces one of them. */
function html(name: string, code: string, from: string, to: string): string {
  return `<!doctype html><title>${name}</title>
    <script>{
      const { Event } = window;
      window.noted = { received: 0, foreign: 0, traced: 0, lines: [], errors: [] };
      addEventListener('monetization', (event) => {
        noted.received += 1;
        if (!(event instanceof Event)) noted.foreign += 1;
      });
      addEventListener('error', ({ message }) => noted.errors.push(message));
      addEventListener('unhandledrejection', ({ reason }) => noted.errors.push('rejected: ' + reason));
      console.warn = console.error = (...line) => void noted.lines.push(line.join(' '));
      window.isDecided = () => noted.received > 1 || noted.lines.length > 0;
      window.note = () => ({ ...noted, hasAgent: 'monetization' in document });
      const Native = window.${name};
      Object.defineProperty(window, '${name}', { value: ${code}, configurable: true, writable: true });
    }</script>
    <script src="/a/wm.js" data-provider="${from}"></script>
    <link rel="monetization" href="${to}">
    <script>
      document.monetization?.addEventListener('agenttrace', () => (noted.traced += 1));
      document.monetization?.trace();
    </script>`;
}

/** In Chromium, with the page's requests to the provider. */
async function openWith(name: string, kind: string): Promise<{ page: Page; requests: string[] }> {
  const [chromium] = browsers;
  const code = REPLACED[name]?.[kind] as string;
  const requests: string[] = [];
  const content = html(name, code, provider, testWalletAddresses['ok'] as string);
  const page = await open((chromium as { browser: Browser }).browser, [content], (url) => {
    if (url.startsWith(provider)) requests.push(url);
  });
  return { page, requests };
}

/** Each page is in a frame, so that its replacements do not affect the test's own checks. */
async function open(
  browser: Browser,
  contents: readonly string[],
  onRequest: (url: string) => void = () => undefined,
): Promise<Page> {
  const escaped = contents.map((content) => content.replaceAll('&', '&amp;').replaceAll('"', '&quot;'));
  site.html = `<!doctype html>${escaped.map((content) => `<iframe srcdoc="${content}"></iframe>`).join('')}`;
  const page = await browser.newPage();
  page.on('request', (request) => onRequest(request.url()));
  await page.goto(site.url);
  return page;
}

function recordIn(page: Page): Promise<PageRecord[]> {
  return page.evaluate('Array.from(frames, (frame) => frame.note())') as Promise<PageRecord[]>;
}
