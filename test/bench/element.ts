import type { CDPSession, Page } from 'puppeteer-core';
import { launchChromium } from '../support/chromium.js';
import { serveStatusPage } from '../support/status-page.js';
import { against, median } from './figures.js';

const VARIANTS = ['badge', 'bar', 'panel'] as const;
const EACH_SECOND = 50;
const SECONDS = 5;
const BUSY_TARGET = 5;
const FRAMES_TARGET = 60;
const PAINT_TARGET = 50;
const ROUNDS = 9;

const PAGE = `
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
      }, 1000 / (updates || ${EACH_SECOND}));
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      clearInterval(timer);
      return { frames: frames / ((performance.now() - begin) / 1000), shift, sent };
    };
  </script>
  <body>`;

/** The only thing on its page, so that what is painted first is the element; and a script that does next to nothing, to compare with. */
const PARAGRAPH = `<script type="module" src="./wm-status.ar.js"></script>
  <script type="module">document.body.append(Object.assign(document.createElement('p'), { textContent: 'here' }));</script><body>`;
const ALONE = `<script type="module" src="./wm-status.js"></script>
  <body><wm-status></wm-status><script>document.querySelector('wm-status').source = new Agent();</script>`;

/** What the element costs a page while amounts come as fast as they ever may, and how soon it is there. */
export async function benchElement(): Promise<string[]> {
  const browser = await launchChromium();
  const lines: string[] = [];
  const site = await serveStatusPage(PAGE);
  for (const variant of VARIANTS) {
    const page = await browser.newPage();
    await page.goto(site);
    await page.waitForFunction('window.play');
    const session = await page.createCDPSession();
    // Of the processor: what others do on this machine meanwhile does not count.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await measure(page, session, variant, EACH_SECOND, 1); // Compiled by then
    const still = await measure(page, session, variant, 0, SECONDS);
    const { busy, frames, shift } = await measure(page, session, variant, EACH_SECOND, SECONDS);
    const cost = busy - still.busy;
    const text = `${variant}, ${EACH_SECOND} updates a second: ${cost.toFixed(1)} % of the main thread (${still.busy.toFixed(1)} % without it)`;
    lines.push(against(text, `≤ ${BUSY_TARGET} %`, cost <= BUSY_TARGET));
    const rate = `${variant}: ${frames.toFixed(0)} frames a second (${still.frames.toFixed(0)} without), layout shift ${shift}`;
    lines.push(
      against(
        rate,
        `${FRAMES_TARGET}, 0`,
        frames >= Math.min(FRAMES_TARGET, still.frames) - 1 && shift === 0,
      ),
    );
    await page.close();
  }
  const [paints, others]: [number[], number[]] = [[], []];
  const [alone, paragraph] = [await serveStatusPage(ALONE), await serveStatusPage(PARAGRAPH)];
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.createBrowserContext();
    paints.push(await firstPaint(await context.newPage(), alone));
    others.push(await firstPaint(await context.newPage(), paragraph));
    await context.close();
  }
  await browser.close();
  const paint = `first paint after its script: median ${median(paints).toFixed(0)} ms (a script that adds a paragraph: ${median(others).toFixed(0)})`;
  lines.push(against(paint, `≤ ${PAINT_TARGET} ms`, median(paints) <= PAINT_TARGET));
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

/** For how many seconds the page's main thread was at work: scripts, styles, layout, paint. */
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
