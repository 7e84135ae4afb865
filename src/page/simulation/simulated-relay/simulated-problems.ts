import { ERROR_CODES } from '../../../protocol/error-codes.js';

interface Problem {
  readonly title: string;
  readonly fix: string;
  readonly status?: number;
}

/** The errors that a simulation can return: those about wallets and payments, and transient ones. */
export type SimulatedCode =
  | 'provider-unreachable'
  | 'provider-response-invalid'
  | 'provider-busy'
  | 'provider-failed'
  | 'rate-limited'
  | 'not-found'
  | 'consent-refused'
  | 'connection-not-active'
  | 'wallet-address-invalid'
  | 'wallet-address-not-found'
  | 'wallet-response-invalid'
  | 'wallet-unreachable'
  | 'receiver-refused'
  | 'receiver-invalid'
  | 'min-amount-too-large'
  | 'session-expired'
  | 'budget-spent'
  | 'payer-unreachable'
  | 'payer-response-invalid'
  | 'key-revoked'
  | 'insufficient-grant'
  | 'wallet-refused'
  | 'payment-pending';

/** Listed individually, so that tree shaking removes all others. */
const PROBLEMS: Readonly<Record<SimulatedCode, Problem>> = {
  'provider-unreachable': ERROR_CODES['provider-unreachable'],
  'provider-response-invalid': ERROR_CODES['provider-response-invalid'],
  'provider-busy': ERROR_CODES['provider-busy'],
  'provider-failed': ERROR_CODES['provider-failed'],
  'rate-limited': ERROR_CODES['rate-limited'],
  'not-found': ERROR_CODES['not-found'],
  'consent-refused': ERROR_CODES['consent-refused'],
  'connection-not-active': ERROR_CODES['connection-not-active'],
  'wallet-address-invalid': ERROR_CODES['wallet-address-invalid'],
  'wallet-address-not-found': ERROR_CODES['wallet-address-not-found'],
  'wallet-response-invalid': ERROR_CODES['wallet-response-invalid'],
  'wallet-unreachable': ERROR_CODES['wallet-unreachable'],
  'receiver-refused': ERROR_CODES['receiver-refused'],
  'receiver-invalid': ERROR_CODES['receiver-invalid'],
  'min-amount-too-large': ERROR_CODES['min-amount-too-large'],
  'session-expired': ERROR_CODES['session-expired'],
  'budget-spent': ERROR_CODES['budget-spent'],
  'payer-unreachable': ERROR_CODES['payer-unreachable'],
  'payer-response-invalid': ERROR_CODES['payer-response-invalid'],
  'key-revoked': ERROR_CODES['key-revoked'],
  'insufficient-grant': ERROR_CODES['insufficient-grant'],
  'wallet-refused': ERROR_CODES['wallet-refused'],
  'payment-pending': ERROR_CODES['payment-pending'],
};

export const SIMULATED_CODES: readonly string[] = Object.keys(PROBLEMS);

export function problemOf(code: SimulatedCode): Problem {
  return PROBLEMS[code];
}
