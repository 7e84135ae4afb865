import type { SimulatedCode } from './simulated-problems.js';
import type { RunningSimulation } from '../running-simulation.js';
import type { SimulatedCall } from '../simulated-relay/simulated-relay-options.js';

/** Codes of random failures. All are transient, so the agent retries. */
const RANDOM_FAILURES: Readonly<Record<SimulatedCall, SimulatedCode>> = {
  describe: 'provider-unreachable',
  connect: 'provider-busy',
  wallet: 'wallet-unreachable',
  session: 'receiver-refused',
  payment: 'payer-unreachable',
};

/** Codes that only a payment can fail with. */
const PAYMENT_ONLY_CODES =
  /^(budget-spent|insufficient-grant|key-revoked|pay.*|receiver-invalid|session-expired|wallet-refused)$/;

/** Whether this call can fail with this code. */
export function canFailWith(call: SimulatedCall, code: SimulatedCode): boolean {
  if (PAYMENT_ONLY_CODES.test(code)) return call === 'payment';
  return code !== 'receiver-refused' || call === 'session';
}

/** The code with which this call fails by chance, or undefined. */
export function randomFailure(
  running: RunningSimulation,
  call: SimulatedCall,
  href: string,
): SimulatedCode | undefined {
  return running.random(call + href) < running.scenario.failureRate ? RANDOM_FAILURES[call] : undefined;
}
