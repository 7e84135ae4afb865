/** The minimum delay, in milliseconds, before an agent's next tick after a tick failed with this code. */
const RETRY_DELAYS_MS: Readonly<Record<string, number>> = {
  'budget-spent': 60_000,
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
