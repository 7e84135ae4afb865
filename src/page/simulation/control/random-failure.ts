import type { SimulatedCode } from '../simulated-relay/simulated-problems.js';
import type { RunningSimulation } from '../running/running-simulation.js';
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
  return randomNumber(running, call + href) < running.scenario.failureRate
    ? RANDOM_FAILURES[call]
    : undefined;
}

/** The random number of a simulation for this subject at this time. */
export function randomNumber({ scenario, clock, startedAt }: RunningSimulation, subject = ''): number {
  return seededRandom(scenario.seed, clock.now() - startedAt, subject);
}

/**
 * A pseudo-random number from 0 (inclusive) to 1 (exclusive) that depends only on its arguments. A rerun
 * therefore gets the same numbers, even if simultaneous calls come in another order. Only for simulated
 * failures, not for cryptography.
 */
function seededRandom(seed: number, milliseconds: number, subject: string): number {
  let hash = Math.imul(seed, 0x9e3779b1) ^ Math.trunc((milliseconds * 1_000) % 2 ** 31);
  for (const character of subject) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
