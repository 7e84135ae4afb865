import { currentInterval, parseRepeatingInterval } from '../../protocol/intervals/repeating-interval.js';

/** One occurrence of a budget's repeating interval, as stored in the database. Milliseconds since 1970. */
export interface BudgetInterval {
  interval_start: bigint;
  /** Null if the budget never renews. */
  interval_end: bigint | null;
}

/**
 * Returns the occurrence that contains `now`.
 * @param interval ISO 8601 repeating interval, or null for a budget that never renews.
 * @param now milliseconds since 1970.
 * @throws Error if the interval has no further occurrence. The wallet refuses such payments too.
 */
export function budgetIntervalAt(interval: string | null, now: number): BudgetInterval {
  if (interval === null) return { interval_start: 0n, interval_end: null };
  const repeating = parseRepeatingInterval(interval);
  const occurrence = repeating && currentInterval(repeating, now);
  if (!occurrence) throw new Error(`${interval} has no occurrence at ${new Date(now).toISOString()}`);
  return { interval_start: BigInt(occurrence.start), interval_end: BigInt(occurrence.end) };
}
