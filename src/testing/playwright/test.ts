import { test as base } from '@playwright/test';
import type { Scenario } from '../control.js';
import { openMonetization, type PlaywrightMonetization } from './monetization.js';

export { expect } from './expect.js';
export { openMonetization, type PlaywrightMonetization } from './monetization.js';
export type * from '../control.js';
export type { Persona } from '../../protocol/personas.js';
export type { SimulationOptions } from '../../relay/simulated/scenario.js';

export interface MonetizationFixtures {
  /** Whom the page finds: `test.use({ monetizationScenario: 'runs-out' })`. Default: who is connected and pays nothing by himself, or whom the page names. */
  monetizationScenario: Scenario | undefined;
  /** Gives `page` Web Monetization, and the visitor's side of it into the hands of the test. */
  monetization: PlaywrightMonetization;
}

/** Playwright's own, with two fixtures. Yours come beside them by `mergeTests(test, yours)`. */
export const test = base.extend<MonetizationFixtures>({
  monetizationScenario: [undefined, { option: true }],
  monetization: async ({ page, monetizationScenario }, use) => {
    await use(await openMonetization(page, monetizationScenario));
  },
});
