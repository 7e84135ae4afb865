import type { SimulationScenario } from './simulation-scenario.js';

/** The scenario of `paying`, with which most pages start. Already parsed: the parser is in the control. */
export const PAYING_SCENARIO: SimulationScenario = {
  persona: 'paying',
  rate: 1_800n,
  budget: 100_000n,
  assetCode: 'USD',
  assetScale: 2,
  delayMs: 0,
  failureRate: 0,
  seed: 1,
};
