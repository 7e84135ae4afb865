import type { Generated } from 'kysely';
import type { Outcome } from '../payments/outcome.js';

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
