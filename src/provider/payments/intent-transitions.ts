import type { Selectable } from 'kysely';
import type { WriteOptions } from '../../database/group-commit.js';
import { RelayProblem } from '../problem.js';
import type { IntentState, IntentTable } from '../schema.js';
import type { Services, Transaction } from '../services.js';

/** Only `submitting` has to be on disk before the next step: everything else can be found out again. */
export const NOT_DURABLE: WriteOptions = { durable: false };

export type Intent = Selectable<IntentTable>;

export type SubmittingIntent = Intent & { state: 'submitting'; quote_id: string };

export function isSubmitting(intent: Intent): intent is SubmittingIntent {
  return intent.state === 'submitting' && intent.quote_id !== null;
}

/**
 * From here on money may move: the quote's id is on disk before anybody may pay it, and a quote can be paid once.
 * @throws RelayProblem `payment-pending` when the intent was released in the meantime: then nobody may pay it.
 */
export async function markSubmitting(
  write: Services['write'],
  intent: Intent,
  quote: { id: string; expiresAt: bigint },
): Promise<SubmittingIntent> {
  const stored = { state: 'submitting' as const, quote_id: quote.id, quote_expires_at: quote.expiresAt };
  const moved = await write((transaction) => move(transaction, intent, ['planned'], stored));
  if (!moved)
    throw new RelayProblem('payment-pending', 'The plan was given up while the wallet took its time.');
  return { ...intent, ...stored };
}

/**
 * The wallet has the payment: what was reserved is spent. False: somebody else found that out before.
 * If a power cut takes this away, the intent is submitting again and recoverIntent finds the payment in the wallet's list.
 */
export function markCreated(
  write: Services['write'],
  intent: Intent,
  outgoingPayment: string,
): Promise<boolean> {
  return write(async (transaction) => {
    const moved = await move(transaction, intent, ['submitting'], {
      state: 'created',
      outgoing_payment: outgoingPayment,
    });
    if (!moved) return false;
    await transaction
      .updateTable('connection')
      .set((column) => ({
        reserved: column('reserved', '-', intent.debit_amount),
        spent: column('spent', '+', intent.debit_amount),
      }))
      .where('id', '=', intent.connection_id)
      .execute();
    return true;
  }, NOT_DURABLE);
}

/**
 * Nothing was paid and nothing will be: what was reserved is free again.
 * @param paidAt given: the accrual is put back as well, because the wallet was never asked to pay.
 */
export function releaseIntent(
  write: Services['write'],
  intent: Intent,
  paidAt?: bigint | null,
): Promise<boolean> {
  return write(async (transaction) => {
    const moved = await move(transaction, intent, ['planned', 'submitting'], {
      state: 'failed',
      sent_amount: 0n,
    });
    if (!moved) return false;
    await transaction
      .updateTable('connection')
      .set((column) => ({
        reserved: column('reserved', '-', intent.debit_amount),
        ...(paidAt === undefined ? {} : { paid_at: paidAt }),
      }))
      .where('id', '=', intent.connection_id)
      .execute();
    return true;
  });
}

export interface SettledIntent {
  intent: Intent;
  sent: bigint;
}

/** The wallet says how they ended. What was not sent goes back to the budget, if that still is the interval it was taken from. */
export function markSettled(write: Services['write'], settled: SettledIntent[]): Promise<void> {
  return write(async (transaction) => {
    for (const { intent, sent } of settled) {
      const state = sent > 0n ? 'settled' : 'failed';
      const moved = await move(transaction, intent, ['created'], { state, sent_amount: sent });
      const unsent = intent.debit_amount - sent;
      if (!moved || unsent <= 0n) continue;
      await transaction
        .updateTable('connection')
        .set((column) => ({ spent: column('spent', '-', unsent) }))
        .where('id', '=', intent.connection_id)
        .where('interval_start', '=', intent.interval_start)
        .execute();
    }
  }, NOT_DURABLE);
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
