import type { CDPSession, Page } from 'puppeteer-core';
import { launchChromium } from '../../support/browsers/chromium.js';
import { serveStatusPage } from '../../support/browsers/status-page.js';
import { formatAgainstTarget } from '../format-result.js';
import { benchFirstPaint } from './first-paint.js';

const VARIANTS = ['badge', 'bar', 'panel'] as const;
const UPDATES_PER_SECOND = 50;
const DURATION_S = 5;
const MAX_BUSY_PERCENT = 5;
const MIN_FRAMES_PER_SECOND = 60;

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
  lines.push(...(await benchFirstPaint(browser)));
  await browser.close();
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
