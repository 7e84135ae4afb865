import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Page } from 'puppeteer-core';
import { launchChromium } from '../../support/browsers/chromium.js';
import { formatAgainstTarget, median } from '../format-result.js';

const ROUNDS = 40;
const MAX_EVALUATION_MS = 5;

/** The provider does not respond, because the evaluation ends with the first scan of the page. */
const PROVIDER = 'http://localhost:9';
const LINK = '<link rel="monetization" href="http://localhost:9/alice">';

/**
 * Measures how long dist/wm.js blocks the loading of a page: parsing, compilation and evaluation, which
 * defines the interfaces, starts the agent and searches for links. The script is inline to exclude the
 * network, and differs each time to exclude the code cache.
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
    `wm.js, ${name}: median ${median(times).toFixed(2)} ms, fastest ${Math.min(...times).toFixed(1)}, worst ${Math.max(...times).toFixed(1)}`;
  return [
    formatAgainstTarget(
      text('next page of a tab', again),
      `≤ ${MAX_EVALUATION_MS} ms`,
      median(again) <= MAX_EVALUATION_MS,
    ),
    text('first page of a new process', first),
  ];
}

async function serve(html: () => string): Promise<string> {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html()));
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  server.unref();
  return `http://localhost:${(server.address() as { port: number }).port}`;
}
