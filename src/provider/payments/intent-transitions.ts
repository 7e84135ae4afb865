import { sql } from 'kysely';
import type { WriteOptions } from '../../database/group-commit.js';
import type { Services, Transaction } from '../services.js';
import { type Correction, takeCorrection } from './correction.js';
import { type Intent, moveIntent } from './move-intent.js';

export { markSettled, type SettledIntent } from './mark-settled.js';
export type { Intent } from './move-intent.js';

/** Only `submitting` has to be on disk before the next step: everything else can be found out again. */
export const NOT_DURABLE: WriteOptions = { durable: false };

type Writer = Pick<Services, 'write' | 'log'>;

export interface CreatedPayment {
  /** The outgoing payment's id. */
  id: string;
  /** False when no answer under way tells the page of it: then the session's next tick does. `if-sent`: it does so once it is known that something was sent. */
  told: boolean | 'if-sent';
  /** What the event makes good of what earlier ones told too much. */
  correction?: Correction;
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
    untold: payment.told === 'if-sent' ? 2n : payment.told ? 0n : 1n,
  };
  return write(async (transaction) => {
    if (await moveIntent(transaction, intent, ['submitting'], created)) {
      await spend(transaction, intent, intent.debit_amount);
      if (payment.correction) await takeCorrection(transaction, intent, payment.correction);
      return true;
    }
    if (!(await moveIntent(transaction, intent, ['failed'], { ...created, untold: 3n }))) return false;
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
    if (!(await moveIntent(transaction, intent, ['submitting'], stuck))) return;
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
