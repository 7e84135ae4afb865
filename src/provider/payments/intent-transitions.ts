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
 * The wallet has the payment: what was reserved is spent. Who finds it out second changes nothing.
 * If a power cut takes this away, the intent is submitting again and recoverIntent finds the payment in the wallet's list.
 */
export function markCreated(
  { write, log }: Services,
  intent: Intent,
  outgoingPayment: string,
): Promise<void> {
  const created = { state: 'created' as const, outgoing_payment: outgoingPayment, sent_amount: null };
  return write(async (transaction) => {
    if (await move(transaction, intent, ['submitting'], created)) {
      await spend(transaction, intent, intent.debit_amount);
    } else if (await move(transaction, intent, ['failed'], created)) {
      log.error({ intent: intent.id, outgoingPayment }, 'the wallet made a payment that had been given up');
      await spend(transaction, intent, 0n);
    }
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
  /** `stuck`: nobody waits any longer to hear how it ended. */
  state: 'settled' | 'failed' | 'stuck';
}

/**
 * The wallet says how they ended. What a failed payment did not send goes back to the budget, if that still is the grant and the interval it
 * was taken from. A payment that arrived in part costs all of it: wallets charge the grant the same way.
 */
export function markSettled(write: Services['write'], settled: SettledIntent[]): Promise<void> {
  return write(async (transaction) => {
    for (const { intent, sent, state } of settled) {
      const moved = await move(transaction, intent, ['created'], { state, sent_amount: sent });
      const unsent = intent.debit_amount - sent;
      if (!moved || state !== 'failed' || unsent <= 0n) continue;
      await transaction
        .updateTable('connection')
        .set((column) => ({ spent: column('spent', '-', unsent) }))
        .where('id', '=', intent.connection_id)
        .where('grant_id', 'is not distinct from', intent.grant_id)
        .where('interval_start', '=', intent.interval_start)
        .execute();
    }
  }, NOT_DURABLE);
}

/** Counts the intent's amount as spent, even where the budget has no room left for it. */
async function spend(transaction: Transaction, intent: Intent, reserved: bigint): Promise<void> {
  const connection = await transaction
    .selectFrom('connection')
    .select(['budget', 'spent', 'reserved'])
    .where('id', '=', intent.connection_id)
    .executeTakeFirstOrThrow();
  const left = connection.reserved - reserved;
  const spent = connection.spent + intent.debit_amount;
  const most = connection.budget - left;
  await transaction
    .updateTable('connection')
    .set({ reserved: left, spent: spent < most ? spent : most })
    .where('id', '=', intent.connection_id)
    .execute();
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
