import { createServer } from 'node:http';
import { startSandbox } from '../../src/start/start-sandbox.js';
import { launchChromium } from '../support/chromium.js';
import { freePorts } from '../support/free-ports.js';
import { against, median } from './figures.js';

const ROUNDS = 21;

/** What 100,000 insertions cost a page with the script and its demo link, against a page without; alternating, median. */
export async function benchInsertions(): Promise<string[]> {
  const sandbox = await startSandbox({ ports: await freePorts(), dataDirectory: null });
  const browser = await launchChromium();
  const { script, provider, testWalletAddresses } = sandbox.directory;
  const link = `<link rel="monetization" href="${testWalletAddresses['ok']}">`;
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
        await page.waitForFunction('document.monetization?.agentState.status === "streaming"');
      times[kind].push(await page.evaluate(insertALot));
      await page.close();
    }
  }
  await browser.close();
  await sandbox.close();
  const ratio = median(times.with) / median(times.without);
  const text = `100,000 insertions: ${median(times.with).toFixed(1)} ms with, ${median(times.without).toFixed(1)} ms without, ratio ${ratio.toFixed(3)}`;
  return [against(text, '≤ 1.05', ratio <= 1.05)];
}

async function serve(pages: Record<string, string>): Promise<string> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html').end(pages[(request.url ?? '').slice(1)] ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  server.unref();
  return `http://localhost:${(server.address() as { port: number }).port}`;
}

/** In 100 chunks, with the observers' microtasks after each, and one layout in the end. Runs in the page. */
async function insertALot(): Promise<number> {
  const main = document.querySelector('main') as HTMLElement;
  const start = performance.now();
  for (let chunk = 0; chunk < 100; chunk += 1) {
    for (let i = 0; i < 1000; i += 1) main.append(document.createElement('p'));
    await undefined;
  }
  void main.offsetHeight;
  return performance.now() - start;
}
