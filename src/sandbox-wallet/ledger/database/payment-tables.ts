import type { Generated } from 'kysely';

export interface IncomingPaymentTable {
  sequence: Generated<bigint>;
  id: string;
  wallet_address: string;
  client: string;
  incoming_amount: bigint | null;
  received_amount: Generated<bigint>;
  completed: Generated<bigint>;
  expires_at: bigint;
  metadata: string | null;
  shared_secret: string;
  created_at: bigint;
}

export interface QuoteTable {
  id: string;
  wallet_address: string;
  client: string;
  receiver: string;
  debit_amount: bigint;
  receive_amount: bigint;
  /** The minimum amount that delivers `receive_amount`: the cost of a settled payment. */
  sent_amount: bigint;
  expires_at: bigint;
  created_at: bigint;
}

export interface OutgoingPaymentTable {
  sequence: Generated<bigint>;
  id: string;
  quote: string;
  wallet_address: string;
  client: string;
  grant_id: string;
  /** Start of the grant's interval to which this payment counts. */
  interval_start: bigint;
  state: 'pending' | 'sent' | 'failed';
  metadata: string | null;
  /** The amount that moved: that of the quote, nothing, or a part of it after a partial failure. */
  sent_amount: Generated<bigint>;
  received_amount: Generated<bigint>;
  created_at: bigint;
}

/** Number of calls for an incoming payment, for outcomes that depend on it. */
export interface OutcomeCallTable {
  incoming_payment: string;
  calls: bigint;
  /** Payments, counted separately from quotes. */
  payments: bigint;
}
