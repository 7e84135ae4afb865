import type { Browser } from 'puppeteer-core';
import { serveStatusPage } from '../../support/browsers/status-page.js';
import { formatAgainstTarget, median } from '../format-result.js';

const ROUNDS = 15;
const PAINTED_AFTER_MS = 600;
const SCRIPT = '<script type="module" src="./wm-status.js"></script>';
/** The state before the agent knows the visitor's wallet. */
const BEGINNING = `{ ...STATE, status: 'connecting', connection: null, sessions: [] }`;

/** Each page has the element alone, so that the first paint is the element's. */
const CASES = [
  { name: 'as pages begin', html: pageWith(BEGINNING), maxMs: 60 },
  { name: 'the same, panel preloaded', html: `${preload()}${pageWith(BEGINNING)}`, maxMs: 60 },
  { name: 'with budget and links', html: pageWith('STATE'), maxMs: 90 },
  { name: 'the same, panel preloaded', html: `${preload()}${pageWith('STATE')}`, maxMs: 90 },
];

/** For comparison. */
const PARAGRAPH_HTML = `<script type="module" src="./wm-status.ar.js"></script>
  <script type="module">document.body.append(Object.assign(document.createElement('p'), { textContent: 'here' }));</script><body>`;

/** Measures the time from the end of the script's download to the first paint of `<wm-status>`. */
export async function benchFirstPaint(browser: Browser): Promise<string[]> {
  const pages = [...CASES.map(({ html }) => html), PARAGRAPH_HTML];
  const sites = await Promise.all(pages.map(serveStatusPage));
  const paints = sites.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, site] of sites.entries()) paints[index]?.push(await firstPaint(browser, site));
  }
  const [paragraph = NaN] = paints.slice(CASES.length).map(median);
  return CASES.map(({ name, maxMs }, index) => {
    const ms = median(paints[index] ?? []);
    const text = `first paint after its script, ${name}: ${ms.toFixed(0)} ms (a paragraph: ${paragraph.toFixed(0)})`;
    return formatAgainstTarget(text, `≤ ${maxMs} ms`, ms <= maxMs);
  });
}

async function firstPaint(browser: Browser, site: string): Promise<number> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.goto(site);
  // A script that polls would delay the paint.
  await new Promise((resolve) => setTimeout(resolve, PAINTED_AFTER_MS));
  await page.waitForFunction('performance.getEntriesByName("first-contentful-paint").length');
  const ms = await page.evaluate(`
    performance.getEntriesByName('first-contentful-paint')[0].startTime -
    performance.getEntriesByType('resource').find(({ name }) => /wm-status(.ar)?.js$/.test(name)).responseEnd
  `);
  await context.close();
  return ms as number;
}

/** The agent is found as in a page with wm.js. */
function pageWith(state: string): string {
  return `${SCRIPT}<script>
      const value = Object.assign(new Agent(), { agentState: ${state} });
      Object.defineProperty(document, 'monetization', { value });
    </script><body><wm-status></wm-status>`;
}

function preload(): string {
  return '<link rel="modulepreload" href="./wm-status.panel.js">';
}
