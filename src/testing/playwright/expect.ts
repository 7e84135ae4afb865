import { expect as base, type Page } from '@playwright/test';
import { KEY, type Shared } from '../control.js';

type Place = Record<symbol, Shared | undefined>;

const WITHOUT =
  'This page has no Web Monetization. Name the fixture in the arguments of the test: ({ page, monetization }) => …';

/** Playwright's own, with one assertion more: `toHaveReceived`. */
export const expect = base.extend({
  /** The `monetization` events that the page has had since it was loaded add up to this in this currency. Waits for it as other assertions do. */
  async toHaveReceived(page: Page, value: string, currency: string, options: { timeout?: number } = {}) {
    checkAmount(value, currency);
    const wanted = { key: KEY, value, currency, isNot: this.isNot };
    const holds = await page
      .waitForFunction(holdsInPage, wanted, { timeout: options.timeout ?? this.timeout, polling: 50 })
      .then(() => true)
      .catch((cause: unknown) => {
        if (cause instanceof Error && cause.name === 'TimeoutError') return false;
        throw cause;
      });
    const actual = holds ? undefined : await page.evaluate(describeInPage, KEY);
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

function holdsInPage(wanted: { key: string; value: string; currency: string; isNot: boolean }): boolean {
  const control = (globalThis as unknown as Place)[Symbol.for(wanted.key)]?.control;
  return control !== undefined && control.hasReceived(wanted.value, wanted.currency) !== wanted.isNot;
}

function describeInPage(key: string): string | undefined {
  return (globalThis as unknown as Place)[Symbol.for(key)]?.control?.describe();
}
