import type { StoredSession } from '../../core/sessions.js';
import type { ProviderReader, Transaction } from '../../core/services.js';
import type { Intent } from '../../core/intent-table.js';

/** The amounts that an event subtracts from its own payment, because earlier events reported too much. */
export interface Correction {
  /** In the visitor's asset. */
  sent: bigint;
  /** In the receiver's asset. */
  received: bigint;
}

/** The part of the session's overreported amounts that this payment can offset, or undefined. */
export function computeCorrection(
  { overreported_sent, overreported_received }: StoredSession,
  payment: Correction,
): Correction | undefined {
  if (overreported_sent + overreported_received === 0n) return undefined;
  return {
    sent: minBigint(overreported_sent, payment.sent),
    received: minBigint(overreported_received, payment.received),
  };
}

/**
 * Subtracts the correction from the session's overreported amounts. Does nothing if another session of the
 * link has taken them over meanwhile.
 */
export async function applyCorrection(
  transaction: Transaction,
  intent: Intent,
  { sent, received }: Correction,
): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable('session')
    .set((column) => ({
      overreported_sent: column('overreported_sent', '-', sent),
      overreported_received: column('overreported_received', '-', received),
    }))
    .where('id', '=', intent.session_id)
    .where('overreported_sent', '>=', sent)
    .where('overreported_received', '>=', received)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  await transaction.updateTable('intent').set({ corrected: sent }).where('id', '=', intent.id).execute();
}

/** Returns the correction if `applyCorrection` applied it, otherwise undefined. */
export async function readAppliedCorrection(
  { database }: { database: ProviderReader },
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

function minBigint(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
