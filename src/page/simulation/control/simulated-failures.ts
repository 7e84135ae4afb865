import type { SimulatedCode } from './simulated-problems.js';
import type { SimulatedCall, SimulatedRelayOptions } from '../simulated-relay/simulated-relay-options.js';

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

/** The code with which this call fails, or undefined. */
export function findSimulatedFailure(
  { scenario, random, injectedFailure }: SimulatedRelayOptions,
  call: SimulatedCall,
  href: string,
): SimulatedCode | undefined {
  return (
    injectedFailure?.(call, href) ??
    (random(call + href) < scenario.failureRate ? RANDOM_FAILURES[call] : undefined)
  );
}
