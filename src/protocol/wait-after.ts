/** So long (milliseconds) an agent waits at least before the next tick, when one was refused for this reason. */
const WAITS: Readonly<Record<string, number>> = {
  'budget-spent': 60_000,
  'payer-unreachable': 1_000,
  'payer-answer-invalid': 1_000,
  'key-revoked': 1_000,
  'insufficient-grant': 1_000,
  'wallet-refused': 1_000,
  'payment-pending': 1_000,
};

/** 0: that is not known. */
export function waitAfter(code: string | undefined): number {
  return WAITS[code ?? ''] ?? 0;
}
