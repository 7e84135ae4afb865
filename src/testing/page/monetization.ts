import './prepare-dom.js';
import { QUIET, type MonetizationControl, type Scenario } from '../control.js';
import { PageControl } from './page-control.js';

export type * from '../control.js';
export type { Persona } from '../../protocol/personas.js';
export type { SimulationOptions } from '../../relay/simulated/scenario.js';

export interface PageMonetization extends MonetizationControl {
  /**
   * Gives this document Web Monetization, as a browser would that had it, and a visitor. Default: one who is connected and pays nothing by himself.
   * For `beforeEach`.
   * @throws TypeError for an unknown persona or option
   */
  start(scenario?: Scenario): void;
  /** Takes all of it away. For `afterEach`. */
  stop(): void;
}

const control = new PageControl();

/** For tests that run in the page that they test: Web Test Runner, Vitest in a browser, jsdom, happy-dom. */
export const monetization: PageMonetization = {
  clock: control.clock,
  start(scenario = QUIET) {
    control.stop();
    control.watch(scenario, scenario);
    control.startAgent();
  },
  stop: () => control.stop(),
  pay: (...given) => control.pay(...given),
  use: (scenario) => control.use(scenario),
  reset: () => control.reset(),
  fail: (...given) => control.fail(...given),
  events: () => control.events(),
  received: () => control.received(),
};
