import type { RelayError } from '../../relay-client/relay-error.js';
import type { problemOf, SimulatedCode } from './simulated-problems.js';
import type { SimulatedSettlement } from './simulated-settlement.js';
import type * as TestPayment from './test-payment.js';
import type { testReceiverAt } from './test-receivers.js';
import type { SimulationScenario } from '../scenario/simulation-scenario.js';
import type { SimulationRecord } from './simulation-records.js';

export type SimulatedCall = 'describe' | 'connect' | 'wallet' | 'session' | 'payment';

/** What only refused calls, test wallet addresses and other scenarios than the default need. */
export interface SimulationDetails extends Readonly<typeof TestPayment> {
  readonly SimulatedSettlement: typeof SimulatedSettlement;
  readonly problemOf: typeof problemOf;
  readonly testReceiverAt: typeof testReceiverAt;
}

export interface SimulatedRelayOptions {
  scenario: SimulationScenario;
  now(): number;
  wait(milliseconds: number): Promise<void>;
  /** The agent's own class, because this lazy module has a copy of each module that it imports. */
  RelayError: typeof RelayError;
  /** Undefined until the scenario, a refusal or a test wallet address has needed them. */
  details(): SimulationDetails | undefined;
  loadDetails(): SimulationDetails | Promise<SimulationDetails>;
  /** The code with which this call must fail, by `simulation.fail()` or at random. */
  failureOf?(call: SimulatedCall, href: string): SimulatedCode | undefined;
  record?(record: SimulationRecord): void;
}
