import type { Generated, Selectable } from 'kysely';

/**
 * - `submitting`: the amount is reserved, the quote may be paid.
 * - `created`: the wallet returned 201, the amount counts as spent.
 * - `settled`, `failed`: the wallet reported the result.
 * - `stuck`: the result cannot be determined. The amount counts as spent.
 */
export type IntentState = 'submitting' | 'created' | 'settled' | 'failed' | 'stuck';

/** One planned payment. */
export interface IntentTable {
  id: string;
  connection_id: string;
  session_id: string;
  /** The grant that the payment is made under. */
  grant_id: string | null;
  state: IntentState;
  debit_amount: bigint;
  /** Start of the budget interval that the amount was reserved in. */
  interval_start: bigint;
  created_at: bigint;
  quote_id: string;
  quote_expires_at: bigint;
  /** The quote's receive amount, in the receiver's asset. Null in rows older than these columns. */
  receive_amount: bigint | null;
  receive_asset_code: string | null;
  receive_asset_scale: bigint | null;
  /** `once`: a one-time payment by the visitor. It does not count against the rate. */
  kind: 'streamed' | 'once';
  /** The paying node holds the lease until this time. Other nodes do not recover the payment before. */
  leased_until: bigint;
  /** The wallet is not queried again before this time. */
  recover_at: Generated<bigint>;
  /** Number of recovery attempts so far. */
  recover_attempts: Generated<bigint>;
  /**
   * Whether the page still has to receive this payment:
   * - 0: it was delivered, or the current response delivers it.
   * - 1: the session's next tick delivers it.
   * - 2: as 1, but only after the wallet has confirmed that something was sent.
   * - 3: it is never delivered, because nothing was sent.
   */
  undelivered: bigint;
  /** The part of `overreported_sent` that this payment's event offsets. */
  corrected: Generated<bigint>;
  outgoing_payment: string | null;
  sent_amount: bigint | null;
}

export type Intent = Selectable<IntentTable>;
