import { currentInterval, parseRepeatingInterval } from '../../protocol/repeating-interval.js';

/** The occurrence of a budget's interval, as the database holds it. */
export interface BudgetInterval {
  interval_start: bigint;
  /** Null: the budget never renews. */
  interval_end: bigint | null;
}

/**
 * The occurrence that `now` (milliseconds since 1970) lies in.
 * @throws Error when the interval is over for good; the wallet refuses such payments too.
 */
export function budgetIntervalAt(interval: string | null, now: number): BudgetInterval {
  if (interval === null) return { interval_start: 0n, interval_end: null };
  const repeating = parseRepeatingInterval(interval);
  const occurrence = repeating && currentInterval(repeating, now);
  if (!occurrence) throw new Error(`${interval} has no occurrence at ${new Date(now).toISOString()}`);
  return { interval_start: BigInt(occurrence.start), interval_end: BigInt(occurrence.end) };
}
