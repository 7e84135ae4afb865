import type { SimulatedCode } from './problems.js';
import type { LineOptions } from './simulated-line.js';

export type Call = 'describe' | 'connect' | 'wallet' | 'session' | 'payment';

/** What goes wrong by chance: it passes, so the agent tries again. */
const BY_CHANCE: Readonly<Record<Call, SimulatedCode>> = {
  describe: 'provider-unreachable',
  connect: 'provider-busy',
  wallet: 'wallet-unreachable',
  session: 'receiver-refused',
  payment: 'payer-unreachable',
};

/** These can only be the answer to an attempt to pay. */
const OF_PAYMENTS =
  /^(budget-spent|insufficient-grant|key-revoked|pay.*|receiver-invalid|session-expired|wallet-refused)$/;

/** Whether that code can be the answer to such a call. */
export function canFailWith(call: Call, code: SimulatedCode): boolean {
  if (OF_PAYMENTS.test(code)) return call === 'payment';
  return code !== 'receiver-refused' || call === 'session';
}

/** Why this call fails, if it does. */
export function failureOf(
  { scenario, random, failure }: LineOptions,
  call: Call,
  href: string,
): SimulatedCode | undefined {
  return failure?.(call, href) ?? (random(call + href) < scenario.failureRate ? BY_CHANCE[call] : undefined);
}
