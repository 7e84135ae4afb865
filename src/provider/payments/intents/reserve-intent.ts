import { randomUUID } from 'node:crypto';
import type { StoredConnection } from '../../core/connections.js';
import type { IntentTable } from '../../core/database-schema.js';
import type { Services } from '../../core/services.js';
import { leaseFrom } from '../../core/tables/lease.js';
import type { Intent } from '../../core/intent-table.js';
import { spendVisibleTime, type VisibleTime } from '../accrual/visible-time.js';
import type { PaymentQuote } from './payment-quote.js';
import { reserveBudget } from '../../budget/budget.js';

export interface QuotedPayment {
  kind: IntentTable['kind'];
  sessionId: string;
  amount: bigint;
  quote: PaymentQuote;
  /** The visible time that the tick adds. Absent for one-time payments. */
  time?: VisibleTime;
}

/**
 * Reserves the amount and stores the quote's id on disk. Only then may the quote be paid. One transaction
 * decides for all nodes. It does nothing if another payment is open, or if the connection has changed since
 * it was read (revoked, paused, paid, another rate, a new interval).
 * @returns undefined if nothing was reserved.
 */
export async function reserveIntent(
  services: Pick<Services, 'write' | 'now' | 'minPaymentDelay'>,
  connection: StoredConnection,
  { kind, sessionId, amount, quote, time }: QuotedPayment,
): Promise<Intent | undefined> {
  const { write, now } = services;
  // One-time payments do not count against the rate.
  const spentTime = kind === 'streamed' ? spendVisibleTime(services, connection, amount, time) : undefined;
  const intent: Intent = {
    id: randomUUID(),
    connection_id: connection.id,
    session_id: sessionId,
    state: 'submitting',
    kind,
    debit_amount: amount,
    interval_start: connection.interval_start,
    grant_id: connection.grant_id,
    created_at: BigInt(now()),
    leased_until: leaseFrom(now()),
    recover_at: 0n,
    recover_attempts: 0n,
    quote_id: quote.id,
    quote_expires_at: quote.expiresAt,
    receive_amount: quote.receiveAmount.value,
    receive_asset_code: quote.receiveAmount.assetCode,
    receive_asset_scale: BigInt(quote.receiveAmount.assetScale),
    undelivered: 0n,
    corrected: 0n,
    outgoing_payment: null,
    sent_amount: null,
  };
  try {
    const submitted = await write(async (transaction) => {
      if (!(await reserveBudget(transaction, connection, intent, spentTime))) return undefined;
      const inserted = await transaction
        .insertInto('intent')
        .values(intent)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (inserted.numInsertedOrUpdatedRows !== 1n) throw new OtherIntentOpenError();
      return intent;
    });
    if (submitted && time) time.isRecorded = true;
    return submitted;
  } catch (error) {
    if (error instanceof OtherIntentOpenError) return undefined;
    throw error;
  }
}

/** Rolls back the reservation. The unique index on open intents allows one per connection. */
class OtherIntentOpenError extends Error {}
