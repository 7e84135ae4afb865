import { sql, type RawBuilder } from 'kysely';

/**
 * A lease is the right of one node, for a time, to pay or rotate something. The row has the time at which the
 * lease ends. Only a node whose row still has the end that it wrote holds the lease.
 *
 * Longer than what it is for: two attempts to pay of ten seconds each with a token rotation in between, or a
 * rotation with storing the new token. A node that exceeds it has crashed.
 */
const LEASE_MS = 30_000;

/** The end of a lease that starts now. */
export function leaseFrom(now: number): bigint {
  return BigInt(now + LEASE_MS);
}

/** Whether a node holds the lease. An end further in the future comes from a clock that was set back. */
export function isLeased(until: bigint, now: number): boolean {
  return until > BigInt(now) && until <= leaseFrom(now);
}

/**
 * The same for what two nodes must never do at once: the clock of the other node may be ahead, so an end
 * further in the future counts, too.
 */
export function isLeasedByAnyClock(until: bigint | null, now: number): boolean {
  return until !== null && until > BigInt(now);
}

/** The opposite of `isLeased`, as a condition on a column that is never null. */
export function isUnleased(column: string, now: number): RawBuilder<boolean> {
  const until = sql.ref(column);
  return sql<boolean>`(${until} <= ${BigInt(now)} OR ${until} > ${leaseFrom(now)})`;
}
