import type { Generated } from 'kysely';

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

/**
 * The outcome of every payment to a wallet address. It is stored with the address, so that the payer's wallet
 * can read it.
 */
export type Outcome =
  | 'out-of-balance'
  | 'token-expired'
  | 'key-revoked'
  | 'insufficient-grant'
  | 'flaky'
  | 'settles-never'
  | 'settle-fails'
  | 'partial';

export interface WalletAddressTable {
  /** A URL, like all ids in this schema: two wallets share the ledger, and the URLs distinguish them. */
  id: string;
  public_name: string;
  account: bigint;
  /** 0 if payments to it cannot be routed. */
  reachable: Generated<bigint>;
  /** The outcome of payments to it, or null if they succeed. */
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
