import type { Services, Transaction } from '../../core/services.js';
import { type Correction, applyCorrection } from '../delivery/correction.js';
import type { Intent } from '../../core/intent-table.js';
import { NOT_DURABLE } from '../../core/not-durable.js';
import { freeReservedBudget, spendBudget } from '../../budget/budget.js';
import { transitionIntent } from './transition-intent.js';

export { markSettled, type SettledIntent } from './mark-settled.js';

type Writer = Pick<Services, 'write' | 'log'>;

export interface CreatedOutgoingPayment {
  /** The outgoing payment's id. */
  id: string;
  /**
   * - `true`: the current response delivers the payment to the page.
   * - `false`: the session's next tick delivers it.
   * - `if-sent`: as `false`, but only after the wallet has confirmed that something was sent.
   */
  delivered: boolean | 'if-sent';
  /** Amounts that the event subtracts to offset earlier events. */
  correction?: Correction;
}

/**
 * Records that the wallet has created the payment: the reserved amount becomes spent. If a power cut loses
 * this write, the intent is `submitting` again, and `recoverIntent` finds the payment at the wallet.
 * @returns true for the first caller, which delivers the payment to the page. Later calls change nothing.
 */
export function markCreated(
  { write, log }: Writer,
  intent: Intent,
  payment: CreatedOutgoingPayment,
): Promise<boolean> {
  const created = {
    state: 'created' as const,
    outgoing_payment: payment.id,
    sent_amount: null,
    undelivered: payment.delivered === 'if-sent' ? 2n : payment.delivered ? 0n : 1n,
  };
  return write(async (transaction) => {
    if (await transitionIntent(transaction, intent, ['submitting'], created)) {
      await countAsSpent(transaction, intent, intent.debit_amount);
      if (payment.correction) await applyCorrection(transaction, intent, payment.correction);
      return true;
    }
    if (!(await transitionIntent(transaction, intent, ['failed'], { ...created, undelivered: 3n })))
      return false;
    log.error(
      { intent: intent.id, payment: payment.id },
      'the wallet made a payment that was recorded as failed',
    );
    await countAsSpent(transaction, intent, 0n);
    return false;
  }, NOT_DURABLE);
}

/** Records that the result is unknown for good. The amount counts as spent, as it may have been paid. */
export function markStuck(
  { write, log }: Writer,
  intent: Intent,
  outgoingPayment: string | null = null,
): Promise<void> {
  return write(async (transaction) => {
    const stuck = { state: 'stuck' as const, outgoing_payment: outgoingPayment };
    if (!(await transitionIntent(transaction, intent, ['submitting'], stuck))) return;
    await countAsSpent(transaction, intent, intent.debit_amount);
    log.error({ intent: intent.id }, 'a payment with an unknown result counts as spent');
  });
}

/**
 * Records that nothing was or will be paid, and frees the reserved amount.
 * @returns false if another node has leased the intent meanwhile and may be paying it.
 */
export function releaseReservation({ write }: Pick<Services, 'write'>, intent: Intent): Promise<boolean> {
  return write(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('intent')
      .set({ state: 'failed', sent_amount: 0n })
      .where('id', '=', intent.id)
      .where('state', '=', 'submitting')
      .where('leased_until', '=', intent.leased_until)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await freeReservedBudget(transaction, intent);
    return true;
  });
}

/** Counts the intent's amount as spent. If a new interval has started, the amount counts there. */
async function countAsSpent(transaction: Transaction, intent: Intent, reserved: bigint): Promise<void> {
  const counted = await spendBudget(transaction, intent, reserved);
  if (!counted || counted.interval_start === intent.interval_start) return;
  await transaction.updateTable('intent').set(counted).where('id', '=', intent.id).execute();
}
