import type { Generated } from 'kysely';

/**
 * `submitting` reserved, its quote may be paid · `created` the wallet has said 201, its amount is spent · `settled`, `failed` the wallet says how it ended ·
 * `stuck` nobody will ever tell how it ended; counted as spent.
 */
export type IntentState = 'submitting' | 'created' | 'settled' | 'failed' | 'stuck';

/** One planned payment. */
export interface IntentTable {
  id: string;
  connection_id: string;
  session_id: string;
  /** The grant it was paid with. */
  grant_id: string | null;
  state: IntentState;
  debit_amount: bigint;
  /** The interval that the amount was reserved in. */
  interval_start: bigint;
  created_at: bigint;
  quote_id: string;
  quote_expires_at: bigint;
  /** What the quote said that arrives, in the receiver's asset. Null in rows older than these columns. */
  receive_amount: bigint | null;
  receive_asset_code: string | null;
  receive_asset_scale: bigint | null;
  /** `once`: asked for by the visitor, beyond the rate. */
  kind: 'streamed' | 'once';
  /** Until then the node that pays it takes care of it; nobody else need recover it. */
  claimed_until: bigint;
  /** Before then nobody asks the wallet again what became of it; and how often it was asked. */
  recover_at: Generated<bigint>;
  recover_tries: Generated<bigint>;
  /**
   * 0: the page has been told, or an answer under way does it · 1: the session's next tick does · 2: the same, once it is known that something was
   * sent · 3: never, for nothing was.
   */
  untold: bigint;
  /** How much of `told_too_much` this payment's event makes good. */
  corrected: Generated<bigint>;
  outgoing_payment: string | null;
  sent_amount: bigint | null;
}
