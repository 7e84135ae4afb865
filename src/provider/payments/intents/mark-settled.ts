import { type RawBuilder, sql } from 'kysely';
import type { Services, Transaction } from '../../core/services.js';
import type { Intent } from '../../core/intent-table.js';
import { transitionIntent } from './transition-intent.js';
import { findCorrectingSession } from '../delivery/overreported.js';
import { refundBudget } from '../../budget/budget.js';
import { recordFailures } from '../../budget/budget-state.js';

export interface SettledIntent {
  intent: Intent;
  sent: bigint;
  /** `stuck`: the result cannot be determined. */
  state: 'settled' | 'failed' | 'stuck';
}

/**
 * Records the results that the wallet reported. The unsent part of a failed payment returns to the budget, if
 * its grant and interval are still current. A partial payment that did not fail costs its full amount,
 * because wallets charge the grant in the same way.
 * @param settled payments of one connection.
 */
export function markSettled(
  { write, now }: Pick<Services, 'write' | 'now'>,
  settled: SettledIntent[],
): Promise<void> {
  const oldestFirst = settled.toSorted((a, b) => Number(a.intent.created_at - b.intent.created_at));
  return write(
    async (transaction) => {
      const settledOrFailed: SettledIntent[] = [];
      for (const each of oldestFirst) {
        const { intent, sent, state } = each;
        const change = { state, sent_amount: sent, undelivered: undeliveredAfterSettling(each) };
        if (!(await transitionIntent(transaction, intent, ['created'], change))) continue;
        if (state === 'stuck') continue;
        settledOrFailed.push(each);
        if (sent >= intent.debit_amount) continue;
        if (state === 'failed') await refundBudget(transaction, intent, intent.debit_amount - sent);
        await recordOverreported(transaction, each, now());
      }
      await recordFailures(transaction, settledOrFailed);
    },
    { durable: false },
  );
}

/** An undelivered payment is delivered only if something was sent. It may have been delivered meanwhile. */
function undeliveredAfterSettling({ sent, state }: SettledIntent): RawBuilder<bigint> {
  if (sent > 0n) return sql`CASE undelivered WHEN 2 THEN 1 ELSE undelivered END`;
  if (state === 'failed') return sql`CASE undelivered WHEN 0 THEN 0 ELSE 3 END`;
  return sql`CASE undelivered WHEN 2 THEN 3 ELSE undelivered END`;
}

/** Applies only if the page received the quoted amounts, and the connection still uses the same grant. */
async function recordOverreported(
  transaction: Transaction,
  { intent, sent, state }: SettledIntent,
  now: number,
): Promise<void> {
  const [debit, receive] = [intent.debit_amount, intent.receive_amount ?? 0n];
  const notArrived = state === 'failed' ? receive - (receive * sent) / debit : 0n;
  await transaction
    .updateTable('session')
    .set((column) => ({
      overreported_sent: column('overreported_sent', '+', debit - sent),
      overreported_received: column('overreported_received', '+', notArrived),
    }))
    .where('id', '=', await findCorrectingSession(transaction, intent, now))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('intent')
          .innerJoin('connection', (join) =>
            join
              .onRef('connection.id', '=', 'intent.connection_id')
              .onRef('connection.grant_id', '=', 'intent.grant_id'),
          )
          .select('intent.id')
          .where('intent.id', '=', intent.id)
          .where('intent.undelivered', '=', 0n),
      ),
    )
    .execute();
}
