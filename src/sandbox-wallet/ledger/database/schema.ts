import type { Generated } from 'kysely';
import type { Outcome } from '../payments/outcome.js';

/**
 * Amounts are in scaled units, instants in milliseconds since the epoch. SQLite stores both as 64-bit
 * INTEGER.
 */
export interface LedgerSchema {
  accounts: AccountTable;
  wallet_addresses: WalletAddressTable;
  transfers: TransferTable;
  incoming_payments: IncomingPaymentTable;
  quotes: QuoteTable;
  outgoing_payments: OutgoingPaymentTable;
  grants: GrantTable;
  grant_spends: GrantSpendTable;
  access_tokens: AccessTokenTable;
  outcome_calls: OutcomeCallTable;
  seen_nonces: SeenNonceTable;
  virtual_clock: VirtualClockTable;
  developer_keys: DeveloperKeyTable;
}

/**
 * `wallet`: a person's account, never overdrawn. `opening`: the source of demo money. `exchange`: converts
 * currencies.
 */
export type AccountKind = 'wallet' | 'opening' | 'exchange';

export interface AccountTable {
  id: Generated<bigint>;
  kind: AccountKind;
  asset_code: string;
  asset_scale: bigint;
  debits: Generated<bigint>;
  credits: Generated<bigint>;
}

export interface WalletAddressTable {
  /** A URL, like all ids in this schema: two wallets share the ledger, and the URLs distinguish them. */
  id: string;
  public_name: string;
  account: bigint;
  /** 0 if payments to it cannot be routed. */
  reachable: Generated<bigint>;
  /** The outcome of payments to it, or null if they succeed. See outcome.ts. */
  outcome: Outcome | null;
}

export interface TransferTable {
  id: Generated<bigint>;
  debit_account: bigint;
  credit_account: bigint;
  asset_code: string;
  asset_scale: bigint;
  amount: bigint;
  outgoing_payment: string | null;
  created_at: bigint;
}

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

export interface GrantTable {
  id: string;
  auth_server: string;
  /** The client's wallet address, or the thumbprint of its key. */
  client: string;
  client_jwk: string | null;
  /** Public name of an interactive grant's client. */
  client_name: string | null;
  access: string;
  state: 'pending' | 'accepted' | 'rejected' | 'issued' | 'revoked';
  continue_id: string;
  continue_token_hash: string;
  continued_at: bigint;
  interact_id: string | null;
  interact_nonce_hash: string | null;
  interact_finish: string | null;
  interact_ref_hash: string | null;
  finish_uri: string | null;
  finish_nonce: string | null;
  browser_hash: string | null;
  created_at: bigint;
}

export interface GrantSpendTable {
  grant_id: string;
  interval_start: bigint;
  asset_code: string;
  asset_scale: bigint;
  debit_amount: bigint;
  receive_amount: bigint;
}

export interface AccessTokenTable {
  value_hash: string;
  manage_id: string;
  grant_id: string;
  expires_at: bigint;
}

/** Number of calls for an incoming payment, for outcomes that depend on it. */
export interface OutcomeCallTable {
  incoming_payment: string;
  calls: bigint;
  /** Payments, counted separately from quotes. */
  payments: bigint;
}

export interface SeenNonceTable {
  nonce_hash: string;
  expires_at: bigint;
}

/** One row: the advance of the virtual clock in milliseconds. */
export interface VirtualClockTable {
  ahead: bigint;
}

/** Keys with which a developer's client signs as a wallet address of the sandbox. */
export interface DeveloperKeyTable {
  wallet_address: string;
  kid: string;
  jwk: string;
}
