import type { LedgerAsset } from '../ledger/asset.js';
import type { Outcome } from '../ledger/database/account-tables.js';

/** The fixed behavior of a test wallet address. */
export interface TestWalletAddress {
  readonly publicName: string;
  /** Human-readable description of the outcome. */
  readonly description: string;
  /** The account: `payable`, or `unreachable` (rejected with "invalid receiver"). Absent: no account. */
  readonly account?: 'payable' | 'unreachable';
  /** Default: US dollars with two decimals. */
  readonly asset?: LedgerAsset;
  /** The outcome of payments to it. Absent: they succeed. */
  readonly outcome?: Outcome;
  /** Delay of the wallet address response in milliseconds. */
  readonly delayMs?: number;
  /** The test wallet address whose `id` is returned instead. */
  readonly aliasOf?: string;
  /** A response of the wallet address server that replaces the real one. */
  readonly fixedResponse?: { readonly status: number; readonly type: string; readonly body: string };
}
