import type { CDPSession, Page } from 'puppeteer-core';
import { launchChromium } from '../../support/browsers/chromium.js';
import { serveStatusPage } from '../../support/browsers/status-page.js';
import { formatAgainstTarget, median } from '../format-result.js';

const VARIANTS = ['badge', 'bar', 'panel'] as const;
const UPDATES_PER_SECOND = 50;
const DURATION_S = 5;
const MAX_BUSY_PERCENT = 5;
const MIN_FRAMES_PER_SECOND = 60;
const MAX_FIRST_PAINT_MS = 50;
const ROUNDS = 9;

const PAGE_HTML = `
  <script type="module">
    import './wm-status.js';
    window.play = async (variant, updates, seconds) => {
      const [element, agent, below] = [document.createElement('wm-status'), new Agent(), document.createElement('p')];
      Object.assign(element, { variant, source: agent });
      below.textContent = 'below';
      document.body.replaceChildren(...(updates ? [element, below] : [below]));
      await new Promise((resolve) => setTimeout(resolve, 500));
      let [frames, shift, sent] = [0, 0, 0];
      const shifts = new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (shift += value)));
      shifts.observe({ type: 'layout-shift', buffered: false });
      const begin = performance.now();
      const count = () => { frames += 1; if (performance.now() - begin < seconds * 1000) requestAnimationFrame(count); };
      requestAnimationFrame(count);
      const timer = setInterval(() => {
        sent += 1;
        if (updates) agent.become({ totals: [{ currency: 'USD', value: (sent / 10_000).toFixed(4) }] });
      }, 1000 / (updates || ${UPDATES_PER_SECOND}));
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      clearInterval(timer);
      return { frames: frames / ((performance.now() - begin) / 1000), shift, sent };
    };
  </script>
  <body>`;

/**
 * A page with the element alone, so that the first paint is the element's, and a page with a trivial script
 * for comparison.
 */
const PARAGRAPH_HTML = `<script type="module" src="./wm-status.ar.js"></script>
  <script type="module">document.body.append(Object.assign(document.createElement('p'), { textContent: 'here' }));</script><body>`;
const ELEMENT_ONLY_HTML = `<script type="module" src="./wm-status.js"></script>
  <body><wm-status></wm-status><script>document.querySelector('wm-status').source = new Agent();</script>`;

/** Measures the element's cost at the maximum rate of updates, and its first paint. */
export async function benchElement(): Promise<string[]> {
  const browser = await launchChromium();
  const lines: string[] = [];
  const site = await serveStatusPage(PAGE_HTML);
  for (const variant of VARIANTS) {
    const page = await browser.newPage();
    await page.goto(site);
    await page.waitForFunction('window.play');
    const session = await page.createCDPSession();
    // Processor time, so that other processes on this machine do not count.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await measure(page, session, variant, UPDATES_PER_SECOND, 1); // compiles the code
    const still = await measure(page, session, variant, 0, DURATION_S);
    const { busy, frames, shift } = await measure(page, session, variant, UPDATES_PER_SECOND, DURATION_S);
    const cost = busy - still.busy;
    const text = `${variant}, ${UPDATES_PER_SECOND} updates a second: ${cost.toFixed(1)} % of the main thread (${still.busy.toFixed(1)} % without it)`;
    lines.push(formatAgainstTarget(text, `≤ ${MAX_BUSY_PERCENT} %`, cost <= MAX_BUSY_PERCENT));
    const rate = `${variant}: ${frames.toFixed(0)} frames a second (${still.frames.toFixed(0)} without), layout shift ${shift}`;
    lines.push(
      formatAgainstTarget(
        rate,
        `${MIN_FRAMES_PER_SECOND}, 0`,
        frames >= Math.min(MIN_FRAMES_PER_SECOND, still.frames) - 1 && shift === 0,
      ),
    );
    await page.close();
  }
  const [paints, others]: [number[], number[]] = [[], []];
  const [alone, paragraph] = [
    await serveStatusPage(ELEMENT_ONLY_HTML),
    await serveStatusPage(PARAGRAPH_HTML),
  ];
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.createBrowserContext();
    paints.push(await firstPaint(await context.newPage(), alone));
    others.push(await firstPaint(await context.newPage(), paragraph));
    await context.close();
  }
  await browser.close();
  const paint = `first paint after its script: median ${median(paints).toFixed(0)} ms (a script that adds a paragraph: ${median(others).toFixed(0)})`;
  lines.push(formatAgainstTarget(paint, `≤ ${MAX_FIRST_PAINT_MS} ms`, median(paints) <= MAX_FIRST_PAINT_MS));
  return lines;
}

interface Cost {
  busy: number;
  frames: number;
  shift: number;
}

async function measure(
  page: Page,
  session: CDPSession,
  variant: string,
  updates: number,
  seconds: number,
): Promise<Cost> {
  const [before, began] = [await readBusy(session), performance.now()];
  const played = (await page.evaluate(`play('${variant}', ${updates}, ${seconds})`)) as Cost;
  const [after, ended] = [await readBusy(session), performance.now()];
  return { ...played, busy: (100_000 * (after - before)) / (ended - began) };
}

/** The seconds in which the page's main thread worked: scripts, styles, layout, paint. */
async function readBusy(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
}

async function firstPaint(page: Page, site: string): Promise<number> {
  await page.goto(site);
  await page.waitForFunction('performance.getEntriesByName("first-contentful-paint").length');
  return (await page.evaluate(`
    performance.getEntriesByName('first-contentful-paint')[0].startTime -
    performance.getEntriesByType('resource').find(({ name }) => /wm-status(.ar)?.js$/.test(name)).responseEnd
  `)) as number;
}
