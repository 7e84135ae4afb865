import { type RawBuilder, sql } from 'kysely';
import type { Services, Transaction } from '../services.js';
import { type Intent, moveIntent } from './move-intent.js';
import { findOwingSession } from './owing-session.js';
import { countFailures } from './unfunded.js';

export interface SettledIntent {
  intent: Intent;
  sent: bigint;
  /** `stuck`: nobody waits any longer to hear how it ended. */
  state: 'settled' | 'failed' | 'stuck';
}

/**
 * The wallet says how they ended. What a failed payment did not send goes back to the budget, if that still is the grant and the interval it
 * was taken from. A payment that arrived in part costs the budget all of it: wallets charge the grant the same way.
 * @param settled of one connection.
 */
export function markSettled(
  { write, now }: Pick<Services, 'write' | 'now'>,
  settled: SettledIntent[],
): Promise<void> {
  const oldestFirst = settled.toSorted((a, b) => Number(a.intent.created_at - b.intent.created_at));
  return write(
    async (transaction) => {
      const ended: SettledIntent[] = [];
      for (const each of oldestFirst) {
        const { intent, sent, state } = each;
        const change = { state, sent_amount: sent, untold: untoldAfter(each) };
        if (!(await moveIntent(transaction, intent, ['created'], change))) continue;
        if (state === 'stuck') continue;
        ended.push(each);
        if (sent >= intent.debit_amount) continue;
        if (state === 'failed') await giveBack(transaction, intent, intent.debit_amount - sent);
        await rememberWhatWasToldTooMuch(transaction, each, now());
      }
      await countFailures(transaction, ended);
    },
    { durable: false },
  );
}

/** A page hears of a payment that it has not been told of only where something was sent. By now it may have been told. */
function untoldAfter({ sent, state }: SettledIntent): RawBuilder<bigint> {
  if (sent > 0n) return sql`CASE untold WHEN 2 THEN 1 ELSE untold END`;
  if (state === 'failed') return sql`CASE untold WHEN 0 THEN 0 ELSE 3 END`;
  return sql`CASE untold WHEN 2 THEN 3 ELSE untold END`;
}

async function giveBack(transaction: Transaction, intent: Intent, unsent: bigint): Promise<void> {
  await transaction
    .updateTable('connection')
    .set({ spent: sql`CASE WHEN spent > ${unsent} THEN spent - ${unsent} ELSE 0 END` })
    .where('id', '=', intent.connection_id)
    .where('grant_id', 'is not distinct from', intent.grant_id)
    .where('interval_start', '=', intent.interval_start)
    .execute();
}

/** If its page has been told what the quote said. Amounts of a wallet that the visitor has left are not compared with those of the next one. */
async function rememberWhatWasToldTooMuch(
  transaction: Transaction,
  { intent, sent, state }: SettledIntent,
  now: number,
): Promise<void> {
  const [debit, receive] = [intent.debit_amount, intent.receive_amount ?? 0n];
  const notArrived = state === 'failed' ? receive - (receive * sent) / debit : 0n;
  await transaction
    .updateTable('session')
    .set((column) => ({
      told_too_much: column('told_too_much', '+', debit - sent),
      told_too_much_received: column('told_too_much_received', '+', notArrived),
    }))
    .where('id', '=', await findOwingSession(transaction, intent, now))
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
          .where('intent.untold', '=', 0n),
      ),
    )
    .execute();
}
