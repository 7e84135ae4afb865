import { PAGE_ERRORS } from '../../../protocol/error-codes/page-errors.js';
import { PROVIDER_ERRORS } from '../../../protocol/error-codes/provider-errors.js';

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
  'provider-unreachable': PAGE_ERRORS['provider-unreachable'],
  'provider-response-invalid': PAGE_ERRORS['provider-response-invalid'],
  'provider-busy': PROVIDER_ERRORS['provider-busy'],
  'provider-failed': PROVIDER_ERRORS['provider-failed'],
  'rate-limited': PROVIDER_ERRORS['rate-limited'],
  'not-found': PROVIDER_ERRORS['not-found'],
  'consent-refused': PROVIDER_ERRORS['consent-refused'],
  'connection-not-active': PROVIDER_ERRORS['connection-not-active'],
  'wallet-address-invalid': PROVIDER_ERRORS['wallet-address-invalid'],
  'wallet-address-not-found': PROVIDER_ERRORS['wallet-address-not-found'],
  'wallet-response-invalid': PROVIDER_ERRORS['wallet-response-invalid'],
  'wallet-unreachable': PROVIDER_ERRORS['wallet-unreachable'],
  'receiver-refused': PROVIDER_ERRORS['receiver-refused'],
  'receiver-invalid': PROVIDER_ERRORS['receiver-invalid'],
  'min-amount-too-large': PROVIDER_ERRORS['min-amount-too-large'],
  'session-expired': PROVIDER_ERRORS['session-expired'],
  'budget-spent': PROVIDER_ERRORS['budget-spent'],
  'payer-unreachable': PROVIDER_ERRORS['payer-unreachable'],
  'payer-response-invalid': PROVIDER_ERRORS['payer-response-invalid'],
  'key-revoked': PROVIDER_ERRORS['key-revoked'],
  'insufficient-grant': PROVIDER_ERRORS['insufficient-grant'],
  'wallet-refused': PROVIDER_ERRORS['wallet-refused'],
  'payment-pending': PROVIDER_ERRORS['payment-pending'],
};

export const SIMULATED_CODES: readonly string[] = Object.keys(PROBLEMS);

export function problemOf(code: SimulatedCode): Problem {
  return PROBLEMS[code];
}
