import type { AccountTable, TransferTable, WalletAddressTable } from './account-tables.js';
import type { AccessTokenTable, GrantSpendTable, GrantTable } from './grant-tables.js';
import type {
  IncomingPaymentTable,
  OutcomeCallTable,
  OutgoingPaymentTable,
  QuoteTable,
} from './payment-tables.js';

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
