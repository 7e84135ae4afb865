import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CDPSession, Page } from 'puppeteer-core';
import { launchChromium } from '../../support/browsers/chromium.js';
import { formatAgainstTarget, median } from '../format-result.js';

const ROUNDS = 10;
/** The interval of two seconds and a few random milliseconds per event. */
const EVENT_COUNT = 10_000;
const ADVANCE_DURATION = `${(EVENT_COUNT * 2_011) / 1_000}s`;

const HTML = `<!doctype html><title>Prototype</title>
  <script>addEventListener('monetization', () => performance.mark('monetization'), { once: true })</script>
  <script>performance.mark('script')</script>
  <script src="/wm.js" data-provider="simulate"></script>
  <link rel="monetization" href="https://wallet.example/alice">`;

/**
 * Measures the simulated relay: its first event, then 10,000 events in virtual time, and the heap afterwards.
 */
export async function benchSimulate(): Promise<string[]> {
  const server = createServer((request, response) => {
    const file = /^\/(wm[\w-]*\.js)$/.exec(request.url ?? '')?.[1];
    if (!file) return void response.setHeader('content-type', 'text/html').end(HTML);
    readFile(`dist/${file}`).then(
      (script) => response.setHeader('content-type', 'text/javascript').end(script),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  const browser = await launchChromium();
  const firsts: number[] = [];
  const page = await browser.newPage();
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.goto(url);
    await page.waitForFunction('performance.getEntriesByName("monetization").length > 0');
    firsts.push(
      (await page.evaluate(
        'performance.getEntriesByName("monetization")[0].startTime - performance.getEntriesByName("script")[0].startTime',
      )) as number,
    );
  }
  // The first run includes one-time heap growth.
  await advance(page);
  const before = await heapOf(page);
  const session = await page.createCDPSession();
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busyBefore = await busyOf(session);
  const { took, events, total } = await advance(page);
  const busy = (await busyOf(session)) - busyBefore;
  const growth = ((await heapOf(page)) - before) / 1_000;
  await browser.close();
  server.close();
  const first = median(firsts);
  const isExact = total === `${events}` && events >= EVENT_COUNT;
  return [
    formatAgainstTarget(
      `simulated: first event, from the script on: median ${first.toFixed(0)} ms`,
      '≤ 100 ms',
      first <= 100,
    ),
    formatAgainstTarget(
      `simulated: ${events} events: ${busy.toFixed(0)} ms of processor time (${took.toFixed(0)} ms elapsed)`,
      '≤ 1000 ms',
      busy <= 1_000,
    ),
    formatAgainstTarget(
      `simulated: heap growth from one such run to the next: ${growth.toFixed(0)} kB`,
      '≤ 100 kB',
      growth <= 100,
    ),
    formatAgainstTarget(`simulated: sum in cents: ${total}`, 'one each', isExact),
  ];
}

interface AdvanceResult {
  took: number;
  events: number;
  /** In cents. */
  total: string;
}

function advance(page: Page): Promise<AdvanceResult> {
  return page.evaluate(`new Promise((resolve) => {
    const cents = () => BigInt(document.monetization.agentState.totals[0].value.replace('.', ''));
    const detail = async ({ clock }) => {
      clock.stop();
      let events = 0;
      const count = () => events++;
      addEventListener('monetization', count);
      const [before, start] = [cents(), performance.now()];
      await clock.advance('${ADVANCE_DURATION}');
      removeEventListener('monetization', count);
      resolve({ took: performance.now() - start, events, total: String(cents() - before) });
    };
    document.dispatchEvent(new CustomEvent('wmsimulation', { detail }));
  })`) as Promise<AdvanceResult>;
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.createCDPSession();
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

/** Milliseconds that the page's thread has worked, because other processes use this machine as well. */
async function busyOf(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1_000;
}
