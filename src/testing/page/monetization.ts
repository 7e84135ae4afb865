import './prepare-dom.js';
import { IDLE_SCENARIO, type MonetizationControl, type TestScenario } from '../control.js';
import { PageControl } from './page-control.js';

export type * from '../control.js';
export type { Persona } from '../../protocol/sandbox/personas.js';
export type { SimulationOptions } from '../../page/simulation/scenario/simulation-scenario.js';

export interface PageMonetization extends MonetizationControl {
  /**
   * Adds Web Monetization and a simulated visitor to this document. Default: a connected visitor without
   * automatic payments. For `beforeEach`.
   * @throws TypeError for an unknown persona or option
   */
  start(scenario?: TestScenario): void;
  /** Removes everything that `start` added. For `afterEach`. */
  stop(): void;
}

const control = new PageControl();

/** For tests that run in the tested page: Web Test Runner, Vitest in a browser, jsdom, happy-dom. */
export const monetization: PageMonetization = {
  clock: control.clock,
  start(scenario = IDLE_SCENARIO) {
    control.stop();
    control.setScenario(scenario, scenario);
    control.startAgent();
  },
  stop: () => control.stop(),
  pay: (...args) => control.pay(...args),
  use: (scenario) => control.use(scenario),
  reset: () => control.reset(),
  fail: (...args) => control.fail(...args),
  events: () => control.events(),
  received: () => control.received(),
};
