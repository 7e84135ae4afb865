/** While the budget is spent, only an attempt shows whether there is budget again. */
export const BUDGET_SPENT_RETRY_DELAY_MS = 60_000;

/** The minimum delay, in milliseconds, before an agent's next tick after a tick failed with this code. */
const RETRY_DELAYS_MS: Readonly<Record<string, number>> = {
  'budget-spent': BUDGET_SPENT_RETRY_DELAY_MS,
  'payer-unreachable': 1_000,
  'payer-response-invalid': 1_000,
  'key-revoked': 1_000,
  'insufficient-grant': 1_000,
  'wallet-refused': 1_000,
  'payment-pending': 1_000,
};

/** Milliseconds; 0 for any other code. */
export function retryDelayFor(code: string | undefined): number {
  return RETRY_DELAYS_MS[code ?? ''] ?? 0;
}

/**
 * Exponential backoff: a delay that doubles with each failure, up to a maximum.
 * @param failures number of earlier failures, from 0.
 * @param first the delay after the first failure, in the unit of the result.
 */
export function exponentialDelay(failures: number, first: number, maximum: number): number {
  return Math.min(maximum, first * 2 ** failures);
}
