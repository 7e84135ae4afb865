import type { TraceEntry } from '../../../protocol/trace.js';
import type { RelayError } from '../../relay-client/relay-error.js';
import type { SimulatedCode } from '../control/simulated-problems.js';
import type { SimulationScenario } from '../scenario/simulation-scenario.js';

export type SimulatedCall = 'describe' | 'connect' | 'wallet' | 'session' | 'payment';

export interface SimulatedRelayOptions {
  scenario: SimulationScenario;
  now(): number;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(subject: string): number;
  wait(milliseconds: number): Promise<void>;
  /** The agent's own class, because this lazy module has a copy of each module that it imports. */
  RelayError: typeof RelayError;
  /** The code with which the next call for this link must fail, from `simulation.fail()`. */
  injectedFailure?(call: SimulatedCall, href: string): SimulatedCode | undefined;
  recordEntry?(entry: TraceEntry): void;
}
