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
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const kind of round % 2 ? (['with', 'without'] as const) : (['without', 'with'] as const)) {
      const page = await browser.newPage();
      await page.setRequestInterception(true);
      page.on('request', (request) =>
        request.url() === `${sandbox.url}bench`
          ? void request.respond({ contentType: 'text/html', body: pages[kind] })
          : void request.continue(),
      );
      await page.goto(`${sandbox.url}bench`);
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

/** In chunks with a task between them, so that observers do their work inside the measured time. Runs in the page. */
async function insertALot(): Promise<number> {
  const main = document.querySelector('main') as HTMLElement;
  const start = performance.now();
  for (let chunk = 0; chunk < 100; chunk += 1) {
    for (let i = 0; i < 1000; i += 1) {
      const item = document.createElement('div');
      item.append(document.createElement('span'));
      main.append(item);
    }
    await new Promise<void>((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve();
      channel.port2.postMessage(null);
    });
  }
  return performance.now() - start;
}
