import { randomUUID } from 'node:crypto';
import type { StoredConnection } from '../connections.js';
import type { IntentTable } from '../schema.js';
import type { Services } from '../services.js';
import { CLAIM } from './claim-intent.js';
import type { Intent } from './intent-transitions.js';
import { payFromTime, type TimeLookedAt } from './accrual/time-looked-at.js';
import type { PaymentQuote } from './quote-payment.js';
import { isUnfunded } from './unfunded.js';

export interface QuotedPayment {
  kind: IntentTable['kind'];
  sessionId: string;
  amount: bigint;
  quote: PaymentQuote;
  /** Of a tick: what it adds to the time that has accrued. */
  time?: TimeLookedAt;
}

/**
 * From here on money may move: the amount is reserved, and the quote's id on disk before anybody may pay it; a quote can be paid once.
 * One transaction decides for all nodes: what it finds changed since `connection` was read (revoked, paused, paid, another rate, a new
 * interval), or another payment open, and nothing happens.
 * @returns undefined then: the next tick reads anew.
 */
export async function submitIntent(
  services: Pick<Services, 'write' | 'now' | 'minPaymentDelay'>,
  connection: StoredConnection,
  { kind, sessionId, amount, quote, time }: QuotedPayment,
): Promise<Intent | undefined> {
  const { write, now } = services;
  // What the visitor pays once does not count against the rate.
  const paid = kind === 'streamed' && payFromTime(services, connection, amount, time);
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
    claimed_until: BigInt(now() + CLAIM),
    recover_at: 0n,
    recover_tries: 0n,
    quote_id: quote.id,
    quote_expires_at: quote.expiresAt,
    receive_amount: quote.receiveAmount.value,
    receive_asset_code: quote.receiveAmount.assetCode,
    receive_asset_scale: BigInt(quote.receiveAmount.assetScale),
    untold: 0n,
    corrected: 0n,
    outgoing_payment: null,
    sent_amount: null,
  };
  try {
    const submitted = await write(async (transaction) => {
      let reserve = transaction
        .updateTable('connection')
        .set((column) => ({
          reserved: column('reserved', '+', amount),
          // Without money in the wallet it is out of funds until something was sent.
          ...(!isUnfunded(connection) && { state: 'active' }),
          ...(paid && { ...paid.set, paid_at: intent.created_at }),
        }))
        .where('id', '=', connection.id)
        .where('state', 'in', ['active', 'out-of-funds'])
        .where('grant_id', 'is not distinct from', connection.grant_id)
        .where('interval_start', '=', connection.interval_start)
        .where((column) =>
          column(
            column('spent', '+', column.ref('reserved')),
            '<=',
            column(column.fn.coalesce('lowered_budget', 'budget'), '-', amount),
          ),
        );
      if (paid) {
        reserve = reserve
          .where(paid.hasAccrued)
          .where('paid_at', 'is not distinct from', connection.paid_at)
          .where('rate', '=', connection.rate);
      }
      const { numUpdatedRows } = await reserve.executeTakeFirst();
      if (numUpdatedRows === 0n) return undefined;
      const inserted = await transaction
        .insertInto('intent')
        .values(intent)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (inserted.numInsertedOrUpdatedRows !== 1n) throw new AnotherIsOpen();
      return intent;
    });
    if (submitted && time) time.counted = true;
    return submitted;
  } catch (error) {
    if (error instanceof AnotherIsOpen) return undefined;
    throw error;
  }
}

/** Undoes the reservation: the unique index on open intents let no second one in. */
class AnotherIsOpen extends Error {}
