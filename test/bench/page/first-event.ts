import { startSandbox } from '../../../src/tools/start/start-sandbox.js';
import { launchChromium } from '../../support/browsers/chromium.js';
import { freePorts } from '../../support/free-ports.js';
import { formatAgainstTarget, median } from '../format-result.js';

const ROUNDS = 15;

/**
 * Measures from navigation start to the first `monetization` event on the demo, each time in a new browser
 * profile, including key and consent.
 */
export async function benchFirstEvent(): Promise<string[]> {
  const sandbox = await startSandbox({ ports: await freePorts(), dataDirectory: null });
  const browser = await launchChromium();
  const first: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.evaluateOnNewDocument(() => {
      addEventListener('monetization', () => performance.mark('monetization'), { once: true });
    });
    for (const times of [first, again]) {
      await page.goto(times === first ? sandbox.url : `${sandbox.url}?again`);
      await page.waitForFunction('performance.getEntriesByName("monetization").length > 0', {
        timeout: 15_000,
      });
      times.push(
        await page.evaluate(() => performance.getEntriesByName('monetization')[0]?.startTime ?? NaN),
      );
      // Away for longer than one payment delay, so that a payment is due again.
      await page.goto('about:blank');
      await new Promise((resolve) => setTimeout(resolve, 2_100));
    }
    await context.close();
  }
  await browser.close();
  await sandbox.close();
  first.shift();
  again.shift();
  const text = (name: string, times: number[]) =>
    `${name}: median ${median(times).toFixed(0)} ms, worst of ${times.length} ${Math.max(...times).toFixed(0)} ms`;
  return [
    formatAgainstTarget(
      text('first event, new visitor (key, consent, session, payment)', first),
      '≤ 500 ms',
      median(first) <= 500,
    ),
    formatAgainstTarget(
      text('first event, visitor known to the provider', again),
      '≤ 500 ms',
      median(again) <= 500,
    ),
  ];
}
