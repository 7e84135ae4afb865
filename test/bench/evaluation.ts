import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Page } from 'puppeteer-core';
import { launchChromium } from '../support/chromium.js';
import { against, median } from './figures.js';

const ROUNDS = 40;
const TARGET = 5;

/** Nobody needs to answer: what comes after the first look at the page is not part of the evaluation. */
const PROVIDER = 'http://localhost:9';
const LINK = '<link rel="monetization" href="http://localhost:9/alice">';

/**
 * How long dist/wm.js holds up a page that is being loaded: it is read, compiled and run, which defines the interfaces, starts the agent
 * and looks for links. Inline, so that no network is measured, and each time a little different, so that nothing is compiled already.
 */
export async function benchEvaluation(): Promise<string[]> {
  const script = readFileSync('dist/wm.js', 'utf8').replaceAll('</script', '<\\/script');
  let round = 0;
  const site = await serve(
    () => `<!doctype html>${LINK}
      <script>const before = performance.now();</script>
      <script data-provider="${PROVIDER}">/* ${(round += 1)} */ ${script}</script>
      <script>const evaluation = performance.now() - before;</script>`,
  );
  const browser = await launchChromium();
  const load = async (page: Page): Promise<number> => {
    await page.goto(site);
    if (!(await page.evaluate('"monetization" in document'))) throw new Error('The agent has not started.');
    return (await page.evaluate('evaluation')) as number;
  };

  const again: number[] = [];
  const page = await browser.newPage();
  for (let i = 0; i < ROUNDS; i += 1) again.push(await load(page));
  await page.close();

  const first: number[] = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    const context = await browser.createBrowserContext();
    first.push(await load(await context.newPage()));
    await context.close();
  }
  await browser.close();
  const text = (name: string, times: number[]): string =>
    `wm.js, ${name}: median ${median(times).toFixed(2)} ms, quickest ${Math.min(...times).toFixed(1)}, worst ${Math.max(...times).toFixed(1)}`;
  return [
    against(text('next page of a tab', again), `≤ ${TARGET} ms`, median(again) <= TARGET),
    text('first page of a new process', first),
  ];
}

async function serve(html: () => string): Promise<string> {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html()));
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  server.unref();
  return `http://localhost:${(server.address() as { port: number }).port}`;
}
