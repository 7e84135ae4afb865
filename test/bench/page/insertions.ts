import { createServer } from 'node:http';
import type { Browser } from 'puppeteer-core';
import { type RunningSandbox, startSandbox } from '../../../src/tools/start/start-sandbox.js';
import { launchChromium } from '../../support/browsers/chromium.js';
import { freePorts } from '../../support/free-ports.js';
import { formatAgainstTarget, median } from '../format-result.js';

const ROUNDS = 21;
const MAX_RATIO = 1.02;

/**
 * Compares the cost of 100,000 insertions in a page with and without the script: alternating runs, median.
 */
export async function benchInsertions(): Promise<string[]> {
  const browser = await launchChromium();
  const sandbox = await startSandbox({ ports: await freePorts(), dataDirectory: null });
  const lines = [await compare(browser, sandbox, 1), await compare(browser, sandbox, 20)];
  await browser.close();
  await sandbox.close();
  return lines;
}

/** The number of monetization links in both pages. */
async function compare(browser: Browser, sandbox: RunningSandbox, links: number): Promise<string> {
  const { script, provider, testWalletAddresses } = sandbox.directory;
  const link = `<link rel="monetization" href="${testWalletAddresses['ok']}">`.repeat(links);
  const pages = {
    with: `<!doctype html><script src="${script}" data-provider="${provider}"></script>${link}<body><main></main>`,
    without: `<!doctype html>${link}<body><main></main>`,
  };
  const times = { with: [] as number[], without: [] as number[] };
  const site = await serve(pages);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const kind of round % 2 ? (['with', 'without'] as const) : (['without', 'with'] as const)) {
      const page = await browser.newPage();
      await page.goto(`${site}/${kind}`);
      if (kind === 'with')
        await page.waitForFunction(
          `document.monetization?.agentState.sessions.filter(({ status }) => status === 'active').length === ${links}`,
          { timeout: 60_000 },
        );
      times[kind].push(await page.evaluate(insertManyElements));
      await page.close();
    }
  }
  const ratio = median(times.with) / median(times.without);
  const name = links === 1 ? '1 link' : `${links} links`;
  const text = `100,000 insertions, ${name}: ${median(times.with).toFixed(1)} ms with, ${median(times.without).toFixed(1)} ms without, ratio ${ratio.toFixed(3)}`;
  return formatAgainstTarget(text, `≤ ${MAX_RATIO}`, ratio <= MAX_RATIO);
}

async function serve(pages: Record<string, string>): Promise<string> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html').end(pages[(request.url ?? '').slice(1)] ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  server.unref();
  return `http://localhost:${(server.address() as { port: number }).port}`;
}

/** Runs in the page: 100 chunks, with the observers' microtasks after each, and one layout at the end. */
async function insertManyElements(): Promise<number> {
  const main = document.querySelector('main') as HTMLElement;
  const start = performance.now();
  for (let chunk = 0; chunk < 100; chunk += 1) {
    for (let i = 0; i < 1000; i += 1) main.append(document.createElement('p'));
    await undefined;
  }
  void main.offsetHeight;
  return performance.now() - start;
}
