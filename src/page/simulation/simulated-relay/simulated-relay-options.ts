import type { RelayError } from '../../relay-client/relay-error.js';
import type { problemOf, SimulatedCode } from '../control/simulated-problems.js';
import type { testReceiverAt } from '../control/test-receivers.js';
import type { SimulationScenario } from '../scenario/simulation-scenario.js';
import type { SimulationRecord } from '../simulation-recorder.js';

export type SimulatedCall = 'describe' | 'connect' | 'wallet' | 'session' | 'payment';

/** What only refused calls and test wallet addresses need. */
export interface SimulationDetails {
  readonly problemOf: typeof problemOf;
  readonly testReceiverAt: typeof testReceiverAt;
}

export interface SimulatedRelayOptions {
  scenario: SimulationScenario;
  now(): number;
  wait(milliseconds: number): Promise<void>;
  /** The agent's own class, because this lazy module has a copy of each module that it imports. */
  RelayError: typeof RelayError;
  loadDetails(): SimulationDetails | Promise<SimulationDetails>;
  /** The code with which this call must fail, by `simulation.fail()` or at random. */
  failureOf?(call: SimulatedCall, href: string): SimulatedCode | undefined;
  record?(record: SimulationRecord): void;
}
