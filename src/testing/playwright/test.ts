import {
  test as base,
  type PlaywrightTestArgs,
  type PlaywrightTestOptions,
  type PlaywrightWorkerArgs,
  type PlaywrightWorkerOptions,
  type TestType,
} from '@playwright/test';
import type { TestScenario } from '../control.js';
import { openMonetization, type PlaywrightMonetization } from './monetization.js';

export { expect } from './expect.js';
export { openMonetization, type PlaywrightMonetization } from './monetization.js';
export type * from '../control.js';
export type { Persona } from '../../protocol/sandbox/personas.js';
export type { SimulationOptions } from '../../page/simulation/scenario/simulation-scenario.js';

export interface MonetizationFixtures {
  /**
   * The visitor: `test.use({ monetizationScenario: 'runs-out' })`. Default: the persona of the page, else a
   * connected visitor without automatic payments.
   */
  monetizationScenario: TestScenario | undefined;
  /** Adds Web Monetization to `page`, and controls its visitor. */
  monetization: PlaywrightMonetization;
}

/** Playwright's `test` with two more fixtures. Combine it with your fixtures by `mergeTests(test, yours)`. */
export const test: TestType<
  PlaywrightTestArgs & PlaywrightTestOptions & MonetizationFixtures,
  PlaywrightWorkerArgs & PlaywrightWorkerOptions
> = base.extend<MonetizationFixtures>({
  monetizationScenario: [undefined, { option: true }],
  monetization: async ({ page, monetizationScenario }, use) => {
    await use(await openMonetization(page, monetizationScenario));
  },
});
