import type { Kysely } from 'kysely';
import type { OpenedDatabase, DatabaseReader } from '../../../database/core/opened-database.js';
import { openDatabase } from '../../../database/open-database.js';
import { MIGRATIONS } from './migrations.js';
import { createBalanceChanges, type BalanceChanges } from './balance-changes.js';
import type { LedgerSchema } from './schema.js';
import { openSandboxClock, type SandboxClock } from './sandbox-clock.js';

/** The ledger that all wallets of a sandbox share. It replaces the Interledger network between them. */
export interface SandboxDatabase extends OpenedDatabase<LedgerSchema> {
  readonly clock: SandboxClock;
  readonly balanceChanges: BalanceChanges;
}

export type LedgerTransaction = Kysely<LedgerSchema>;

/** Reads committed data, or the data of a transaction. */
export type LedgerReader = DatabaseReader<LedgerSchema>;

/**
 * Opens the ledger in `file`, and creates it with mode 0600 if needed. `':memory:'` lasts until the process
 * ends.
 */
export async function openSandboxDatabase(file: string): Promise<SandboxDatabase> {
  const opened = await openDatabase<LedgerSchema>(file, MIGRATIONS);
  return { ...opened, clock: await openSandboxClock(opened), balanceChanges: createBalanceChanges() };
}
