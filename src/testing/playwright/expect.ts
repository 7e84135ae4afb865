import { setTimeout } from 'node:timers/promises';
import { expect as base, type Page } from '@playwright/test';
import { KEY, type ReceivedPayment, type Shared } from '../control.js';
import { addsUpTo, sumOf } from '../sum.js';
import { paymentsOf } from './frames.js';

type Place = Record<symbol, Shared | undefined>;

const WITHOUT =
  'This page has no Web Monetization. Name the fixture in the arguments of the test: ({ page, monetization }) => …';

/** Playwright's own, with one assertion more: `toHaveReceived`. */
export const expect = base.extend({
  /** The `monetization` events that the page has had since it was loaded add up to this in this currency. Waits for it as other assertions do. */
  async toHaveReceived(page: Page, value: string, currency: string, options: { timeout?: number } = {}) {
    checkAmount(value, currency);
    const holds = await becomes(page, options.timeout ?? this.timeout, (payments) =>
      payments ? addsUpTo(payments, value, currency) !== this.isNot : false,
    );
    const actual = holds ? undefined : await describe(page);
    return {
      name: 'toHaveReceived',
      expected: `${value} ${currency}`,
      actual,
      pass: holds !== this.isNot,
      message: () =>
        [
          this.utils.matcherHint('toHaveReceived', 'page', 'value, currency', { isNot: this.isNot }),
          '',
          `Expected: ${this.isNot ? 'not ' : ''}${this.utils.printExpected(`${value} ${currency}`)}`,
          `Received: ${actual ?? WITHOUT}`,
        ].join('\n'),
    };
  },
});

function checkAmount(value: unknown, currency: unknown): void {
  if (typeof value !== 'string' || !/^\d+(\.\d+)?$/.test(value))
    throw new TypeError(`"value" must be a decimal string such as '0.05', got ${JSON.stringify(value)}`);
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency))
    throw new TypeError(
      `"currency" must be three capital letters such as 'USD', got ${JSON.stringify(currency)}`,
    );
}

/** Asks the page again and again, as other assertions do. A page that is just going to another one is asked a moment later. */
async function becomes(
  page: Page,
  timeout: number,
  holds: (payments: ReceivedPayment[] | null) => boolean,
): Promise<boolean> {
  const end = performance.now() + (timeout || Infinity);
  for (const pause of pauses()) {
    const isLate = performance.now() > end;
    try {
      if (holds(await paymentsOf(page))) return true;
    } catch (cause) {
      if (isLate || page.isClosed()) throw cause;
    }
    if (isLate) return false;
    await setTimeout(Math.min(pause, Math.max(0, end - performance.now())));
  }
  return false;
}

/** In milliseconds, as Playwright's own. */
function* pauses(): Generator<number> {
  yield* [50, 100, 250, 500];
  for (;;) yield 1_000;
}

async function describe(page: Page): Promise<string | undefined> {
  const payments = await paymentsOf(page);
  const totals = sumOf(payments ?? []).map(({ value, currency }) => `${value} ${currency}`);
  const state = await page.evaluate(describeInPage, KEY);
  return payments
    ? `${totals.join(' + ') || 'nothing'}, in ${payments.length} event(s). ${state}`
    : undefined;
}

function describeInPage(key: string): string | undefined {
  return (globalThis as unknown as Place)[Symbol.for(key)]?.control?.describe();
}
