import { type Selectable, sql } from 'kysely';
import type { WriteOptions } from '../../database/group-commit.js';
import type { IntentState, IntentTable } from '../schema.js';
import type { Services, Transaction } from '../services.js';

/** Only `submitting` has to be on disk before the next step: everything else can be found out again. */
export const NOT_DURABLE: WriteOptions = { durable: false };

export type Intent = Selectable<IntentTable>;

type Writer = Pick<Services, 'write' | 'log'>;

export interface CreatedPayment {
  /** The outgoing payment's id. */
  id: string;
  /** False when no answer under way tells the page of it: then the session's next tick does. */
  told: boolean;
}

/**
 * The wallet has the payment: what was reserved is spent.
 * If a power cut takes this away, the intent is submitting again and recoverIntent finds the payment at the wallet.
 * @returns true for whoever finds it out first, and only that one tells the page; who comes second changes nothing.
 */
export function markCreated(
  { write, log }: Writer,
  intent: Intent,
  payment: CreatedPayment,
): Promise<boolean> {
  const created = {
    state: 'created' as const,
    outgoing_payment: payment.id,
    sent_amount: null,
    untold: payment.told ? 0n : 1n,
  };
  return write(async (transaction) => {
    if (await move(transaction, intent, ['submitting'], created)) {
      await spend(transaction, intent, intent.debit_amount);
      return true;
    }
    if (!(await move(transaction, intent, ['failed'], { ...created, untold: 0n }))) return false;
    log.error({ intent: intent.id, payment: payment.id }, 'the wallet made a payment that had been given up');
    await spend(transaction, intent, 0n);
    return false;
  }, NOT_DURABLE);
}

/** Nobody will ever tell what became of it: it counts as spent, for it may have been paid. */
export function markStuck(
  { write, log }: Writer,
  intent: Intent,
  outgoingPayment: string | null = null,
): Promise<void> {
  return write(async (transaction) => {
    const stuck = { state: 'stuck' as const, outgoing_payment: outgoingPayment };
    if (!(await move(transaction, intent, ['submitting'], stuck))) return;
    await spend(transaction, intent, intent.debit_amount);
    log.error({ intent: intent.id }, 'a payment whose end nobody knows counts as spent');
  });
}

/**
 * Nothing was paid and nothing will be: what was reserved is free again.
 * @returns false when it is no longer this node's to say: another has claimed the intent since, and may be paying it.
 */
export function releaseIntent({ write }: Pick<Services, 'write'>, intent: Intent): Promise<boolean> {
  return write(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('intent')
      .set({ state: 'failed', sent_amount: 0n })
      .where('id', '=', intent.id)
      .where('state', '=', 'submitting')
      .where('claimed_until', '=', intent.claimed_until)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await transaction
      .updateTable('connection')
      .set((column) => ({ reserved: column('reserved', '-', intent.debit_amount) }))
      .where('id', '=', intent.connection_id)
      .where('grant_id', 'is not distinct from', intent.grant_id)
      .execute();
    return true;
  });
}

export interface SettledIntent {
  intent: Intent;
  sent: bigint;
  /** `stuck`: nobody waits any longer to hear how it ended. */
  state: 'settled' | 'failed' | 'stuck';
}

/**
 * The wallet says how they ended. What a failed payment did not send goes back to the budget, if that still is the grant and the interval it
 * was taken from. A payment that arrived in part costs all of it: wallets charge the grant the same way.
 */
export function markSettled({ write }: Pick<Services, 'write'>, settled: SettledIntent[]): Promise<void> {
  return write(async (transaction) => {
    for (const { intent, sent, state } of settled) {
      const moved = await move(transaction, intent, ['created'], { state, sent_amount: sent });
      const unsent = intent.debit_amount - sent;
      if (!moved || state !== 'failed' || unsent <= 0n) continue;
      await transaction
        .updateTable('connection')
        .set({ spent: sql`CASE WHEN spent > ${unsent} THEN spent - ${unsent} ELSE 0 END` })
        .where('id', '=', intent.connection_id)
        .where('grant_id', 'is not distinct from', intent.grant_id)
        .where('interval_start', '=', intent.interval_start)
        .execute();
    }
  }, NOT_DURABLE);
}

/**
 * Counts the intent's amount as spent; where the budget has no room left for it, up to the budget. One statement, so that no row need be
 * locked for it. What another consent has replaced meanwhile counts nowhere; what a new interval has begun before counts in that one.
 */
async function spend(transaction: Transaction, intent: Intent, reserved: bigint): Promise<void> {
  const amount = intent.debit_amount;
  const counted = await transaction
    .updateTable('connection')
    .set((column) => ({
      reserved: column('reserved', '-', reserved),
      spent: sql`CASE WHEN spent + ${amount} <= budget - reserved + ${reserved} THEN spent + ${amount} ELSE budget - reserved + ${reserved} END`,
    }))
    .where('id', '=', intent.connection_id)
    .where('grant_id', 'is not distinct from', intent.grant_id)
    .returning('interval_start')
    .executeTakeFirst();
  if (!counted || counted.interval_start === intent.interval_start) return;
  await transaction.updateTable('intent').set(counted).where('id', '=', intent.id).execute();
}

type Change = Partial<Omit<Intent, 'id' | 'state'>> & { state: IntentState };

async function move(
  transaction: Transaction,
  intent: Intent,
  from: IntentState[],
  change: Change,
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('intent')
    .set(change)
    .where('id', '=', intent.id)
    .where('state', 'in', from)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
