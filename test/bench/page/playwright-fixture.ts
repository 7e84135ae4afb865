import { chromium, type Page } from '@playwright/test';
import { openMonetization } from 'wm-polyfill/testing';
import { CHROMIUM, CHROMIUM_FLAGS } from '../../chromium.mjs';
import { formatAgainstTarget, median } from '../format-result.js';

const ROUNDS = 20;
const MAX_OVERHEAD_MS = 50;
const HTML = '<!doctype html><link rel="monetization" href="https://wallet.example/alice"><p>An article</p>';

/**
 * Measures the cost of the Playwright fixture per test: a new context and page, alternately with and without
 * the fixture.
 */
export async function benchFixture(): Promise<string[]> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  const time = async (prepare: (page: Page) => Promise<unknown>): Promise<number> => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.route('https://news.example/', (route) =>
      route.fulfill({ contentType: 'text/html', body: HTML }),
    );
    const before = performance.now();
    await prepare(page);
    await page.goto('https://news.example/');
    const took = performance.now() - before;
    await context.close();
    return took;
  };
  const plain: number[] = [];
  const monetized: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    plain.push(await time(() => Promise.resolve()));
    monetized.push(await time((page) => openMonetization(page)));
  }
  await browser.close();
  const added = median(monetized) - median(plain);
  const text = `Playwright fixture adds ${added.toFixed(0)} ms to a test of ${median(plain).toFixed(0)} ms`;
  return [formatAgainstTarget(text, `≤ ${MAX_OVERHEAD_MS} ms`, added <= MAX_OVERHEAD_MS)];
}
