import { setTimeout } from 'node:timers/promises';
import { expect as base, type Expect, type ExpectMatcherState, type Page } from '@playwright/test';
import { CONTROL_KEY, type ReceivedPayment, type SharedState } from '../control.js';
import { addsUpTo, sumPayments } from '../sum-payments.js';
import { receivedPaymentsOf } from './frames.js';

type PageGlobals = Record<symbol, SharedState | undefined>;

const NO_MONETIZATION_TEXT =
  'This page has no Web Monetization. Add the fixture to the arguments of the test: ({ page, monetization }) => …';

// Playwright 1.40 does not export its type of a result.
type MatcherResult = {
  name: string;
  expected: string;
  actual: string | undefined;
  pass: boolean;
  message: () => string;
};

type MonetizationMatchers = {
  /** Waits until the `monetization` events since the page was loaded add up to `value` in this currency. */
  toHaveReceived(
    this: ExpectMatcherState,
    page: Page,
    value: string,
    currency: string,
    options?: { timeout?: number | undefined },
  ): Promise<MatcherResult>;
};

/** Playwright's `expect` with one more assertion: `toHaveReceived`. */
export const expect: Expect<MonetizationMatchers> = base.extend<MonetizationMatchers>({
  async toHaveReceived(page: Page, value: string, currency: string, options: { timeout?: number } = {}) {
    checkAmount(value, currency);
    const holds = await waitForPayments(page, options.timeout ?? this.timeout, (payments) =>
      payments ? addsUpTo(payments, value, currency) !== this.isNot : false,
    );
    const actual = holds ? undefined : await describeReceived(page);
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
          `Received: ${actual ?? NO_MONETIZATION_TEXT}`,
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

/** Polls the page, like other assertions. During a navigation it tries again a moment later. */
async function waitForPayments(
  page: Page,
  timeout: number,
  predicate: (payments: ReceivedPayment[] | null) => boolean,
): Promise<boolean> {
  const end = performance.now() + (timeout || Infinity);
  for (const interval of pollIntervals()) {
    const isLate = performance.now() > end;
    try {
      if (predicate(await receivedPaymentsOf(page))) return true;
    } catch (cause) {
      if (isLate || page.isClosed()) throw cause;
    }
    if (isLate) return false;
    await setTimeout(Math.min(interval, Math.max(0, end - performance.now())));
  }
  return false;
}

/** In milliseconds, as in Playwright's own assertions. */
function* pollIntervals(): Generator<number> {
  yield* [50, 100, 250, 500];
  for (;;) yield 1_000;
}

async function describeReceived(page: Page): Promise<string | undefined> {
  const payments = await receivedPaymentsOf(page);
  const totals = sumPayments(payments ?? []).map(({ value, currency }) => `${value} ${currency}`);
  const state = await page.evaluate(describeInPage, CONTROL_KEY);
  return payments
    ? `${totals.join(' + ') || 'nothing'}, in ${payments.length} event(s). ${state}`
    : undefined;
}

function describeInPage(key: string): string | undefined {
  return (globalThis as unknown as PageGlobals)[Symbol.for(key)]?.control?.describe();
}
