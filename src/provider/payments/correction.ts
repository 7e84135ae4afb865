import type { StoredSession } from '../sessions.js';
import type { Reader, Transaction } from '../services.js';
import type { Intent } from './move-intent.js';

/** What an event tells less than its own payment, because earlier ones have told too much. */
export interface Correction {
  /** In the visitor's asset. */
  sent: bigint;
  /** In the receiver's. */
  received: bigint;
}

/** How much of what the session's page was told too much the event of this payment can make good; undefined where there is nothing. */
export function correctionOf(
  { told_too_much, told_too_much_received }: StoredSession,
  payment: Correction,
): Correction | undefined {
  if (told_too_much + told_too_much_received === 0n) return undefined;
  return {
    sent: lesser(told_too_much, payment.sent),
    received: lesser(told_too_much_received, payment.received),
  };
}

/** Takes it from what the session owes, unless another session of the link has taken that over meanwhile; then nothing is corrected. */
export async function takeCorrection(
  transaction: Transaction,
  intent: Intent,
  { sent, received }: Correction,
): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable('session')
    .set((column) => ({
      told_too_much: column('told_too_much', '-', sent),
      told_too_much_received: column('told_too_much_received', '-', received),
    }))
    .where('id', '=', intent.session_id)
    .where('told_too_much', '>=', sent)
    .where('told_too_much_received', '>=', received)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  await transaction.updateTable('intent').set({ corrected: sent }).where('id', '=', intent.id).execute();
}

/** What of it was taken, once the payment is made. */
export async function takenCorrection(
  { database }: { database: Reader },
  { id }: Intent,
  correction: Correction,
): Promise<Correction | undefined> {
  const intent = await database
    .selectFrom('intent')
    .select('corrected')
    .where('id', '=', id)
    .executeTakeFirst();
  return intent?.corrected === correction.sent ? correction : undefined;
}

function lesser(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
