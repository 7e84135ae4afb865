import { RelayProblem } from '../core/relay-problem.js';
import { PROBE_INTERVAL_MS } from './unfunded.js';

/** @param until when the budget renews, in milliseconds since 1970, or null for never. */
export function budgetSpentProblem(until: bigint | null, now: number, detail?: string): RelayProblem {
  const retryAfter = until === null ? 3600 : Math.min(3600, Math.ceil((Number(until) - now) / 1000));
  return new RelayProblem('budget-spent', detail, { retryAfter: Math.max(1, retryAfter) });
}

/** The error for a wallet that seems to have no money. */
export function unfundedProblem(now: number): RelayProblem {
  return budgetSpentProblem(
    BigInt(now + PROBE_INTERVAL_MS),
    now,
    "The visitor's wallet did not send the last payments. It may be out of money.",
  );
}
