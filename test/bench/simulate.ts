import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CDPSession, Page } from 'puppeteer-core';
import { launchChromium } from '../support/chromium.js';
import { against, median } from './figures.js';

const ROUNDS = 10;
/** A cent every two seconds, and a few milliseconds by chance. */
const EVENTS = 10_000;
const ADVANCED = `${(EVENTS * 2_011) / 1_000}s`;

const HTML = `<!doctype html><title>Prototype</title>
  <script>addEventListener('monetization', () => performance.mark('monetization'), { once: true })</script>
  <script>performance.mark('script')</script>
  <script src="/wm.js" data-provider="simulate"></script>
  <link rel="monetization" href="https://wallet.example/alice">`;

/** The simulated line: its first event, then 10,000 in virtual time, and what they leave in the heap. */
export async function benchSimulate(): Promise<string[]> {
  const server = createServer((request, response) => {
    const file = /^\/(wm[\w-]*\.js)$/.exec(request.url ?? '')?.[1];
    if (!file) return void response.setHeader('content-type', 'text/html').end(HTML);
    readFile(`dist/${file}`).then((script) =>
      response.setHeader('content-type', 'text/javascript').end(script),
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
  // The first brings whatever grows once.
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
  const isExact = total === `${events}` && events >= EVENTS;
  return [
    against(
      `simulated: first event, from the script on: median ${first.toFixed(0)} ms`,
      '≤ 100 ms',
      first <= 100,
    ),
    against(
      `simulated: ${events} events: ${busy.toFixed(0)} ms of the processor (${took.toFixed(0)} ms by the wall)`,
      '≤ 1000 ms',
      busy <= 1_000,
    ),
    against(
      `simulated: heap after them, and after as many before: ${growth.toFixed(0)} kB more`,
      '≤ 100 kB',
      growth <= 100,
    ),
    against(`simulated: cents in their sum: ${total}`, 'one each', isExact),
  ];
}

interface Advanced {
  took: number;
  events: number;
  /** In cents. */
  total: string;
}

function advance(page: Page): Promise<Advanced> {
  return page.evaluate(`new Promise((resolve) => {
    const cents = () => BigInt(document.monetization.agentState.totals[0].value.replace('.', ''));
    const detail = async ({ clock }) => {
      clock.stop();
      let events = 0;
      const count = () => events++;
      addEventListener('monetization', count);
      const [before, start] = [cents(), performance.now()];
      await clock.advance('${ADVANCED}');
      removeEventListener('monetization', count);
      resolve({ took: performance.now() - start, events, total: String(cents() - before) });
    };
    document.dispatchEvent(new CustomEvent('wmsimulation', { detail }));
  })`) as Promise<Advanced>;
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.createCDPSession();
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

/** Milliseconds that the page's thread has worked: others use this machine, too. */
async function busyOf(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1_000;
}
