import type { Kysely } from 'kysely';
import { openDatabase, type OpenedDatabase, type Readable } from '../../database/open-database.js';
import { MIGRATIONS } from './migrations.js';
import type { LedgerSchema } from './schema.js';

/** The one ledger behind all wallets of a sandbox. It stands in for the Interledger network between them. */
export type SandboxDatabase = OpenedDatabase<LedgerSchema>;

export type LedgerTransaction = Kysely<LedgerSchema>;

/** Reads alike what is committed and what a transaction sees. */
export type LedgerReader = Readable<LedgerSchema>;

/** Opens (and creates, mode 0600) the ledger in `file`; `':memory:'` forgets it when the process ends. */
export function openSandboxDatabase(file: string): Promise<SandboxDatabase> {
  return openDatabase<LedgerSchema>(file, MIGRATIONS);
}
