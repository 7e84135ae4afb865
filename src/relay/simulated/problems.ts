import { ERROR_CODES } from '../../protocol/error-codes.js';
import type { ErrorCode } from '../../protocol/error-codes.js';

interface Problem {
  readonly title: string;
  readonly fix: string;
  readonly status?: number;
}

/** What a simulation can answer with: what has to do with wallets and money, or passes. Named one by one, so that the file carries no others. */
const PROBLEMS = {
  'provider-unreachable': ERROR_CODES['provider-unreachable'],
  'provider-answer-invalid': ERROR_CODES['provider-answer-invalid'],
  'provider-busy': ERROR_CODES['provider-busy'],
  'provider-failed': ERROR_CODES['provider-failed'],
  'rate-limited': ERROR_CODES['rate-limited'],
  'not-found': ERROR_CODES['not-found'],
  'consent-refused': ERROR_CODES['consent-refused'],
  'connection-not-active': ERROR_CODES['connection-not-active'],
  'wallet-address-invalid': ERROR_CODES['wallet-address-invalid'],
  'wallet-address-not-found': ERROR_CODES['wallet-address-not-found'],
  'wallet-answer-invalid': ERROR_CODES['wallet-answer-invalid'],
  'wallet-unreachable': ERROR_CODES['wallet-unreachable'],
  'receiver-refused': ERROR_CODES['receiver-refused'],
  'receiver-invalid': ERROR_CODES['receiver-invalid'],
  'least-amount-too-large': ERROR_CODES['least-amount-too-large'],
  'session-expired': ERROR_CODES['session-expired'],
  'budget-spent': ERROR_CODES['budget-spent'],
  'payer-unreachable': ERROR_CODES['payer-unreachable'],
  'payer-answer-invalid': ERROR_CODES['payer-answer-invalid'],
  'key-revoked': ERROR_CODES['key-revoked'],
  'insufficient-grant': ERROR_CODES['insufficient-grant'],
  'wallet-refused': ERROR_CODES['wallet-refused'],
  'payment-pending': ERROR_CODES['payment-pending'],
} as const satisfies Partial<Record<ErrorCode, Problem>>;

export type SimulatedCode = keyof typeof PROBLEMS;

export const SIMULATED_CODES = Object.keys(PROBLEMS);

export function problemOf(code: SimulatedCode): Problem {
  return PROBLEMS[code];
}
