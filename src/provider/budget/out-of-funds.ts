import { RelayProblem } from '../core/relay-problem.js';
import type { Services } from '../core/services.js';
import { PROBE_INTERVAL_MS } from './unfunded.js';

/** @param until when the budget renews, in milliseconds since 1970, or null for never. */
export function budgetSpentProblem(until: bigint | null, now: number, detail?: string): RelayProblem {
  const retryAfter = until === null ? 3600 : Math.min(3600, Math.ceil((Number(until) - now) / 1000));
  return new RelayProblem('budget-spent', detail, { retryAfter: Math.max(1, retryAfter) });
}

/**
 * Marks the connection out of funds, unless a new consent has replaced the grant meanwhile.
 * @returns when the budget renews, in milliseconds since 1970, or null.
 */
export async function markOutOfFunds(
  { write }: Pick<Services, 'write'>,
  id: string,
  grantId: string | null,
): Promise<bigint | null> {
  const connection = await write((transaction) =>
    transaction
      .updateTable('connection')
      .set({ state: 'out-of-funds' })
      .where('id', '=', id)
      .where('grant_id', 'is not distinct from', grantId)
      .where('state', 'in', ['active', 'out-of-funds'])
      .returning('interval_end')
      .executeTakeFirst(),
  );
  return connection?.interval_end ?? null;
}

/** The error for a wallet that seems to have no money. */
export function unfundedProblem(now: number): RelayProblem {
  return budgetSpentProblem(
    BigInt(now + PROBE_INTERVAL_MS),
    now,
    "The visitor's wallet did not send the last payments. It may be out of money.",
  );
}
