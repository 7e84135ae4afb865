import type { Kysely } from 'kysely';
import { openDatabase } from '../../database/open-database.js';
import { MIGRATIONS } from './migrations.js';
import type { LedgerSchema } from './schema.js';
import { createWriter, type Write } from './writer.js';

/** The one ledger behind all wallets of a sandbox. It stands in for the Interledger network between them. */
export interface SandboxDatabase {
  /** What is committed. Never write through it. */
  readonly committed: Kysely<LedgerSchema>;
  readonly write: Write;
  close(): Promise<void>;
}

/** Opens (and creates, mode 0600) the ledger in `file`; `':memory:'` forgets it when the process ends. */
export async function openSandboxDatabase(file: string): Promise<SandboxDatabase> {
  const committed = await openDatabase<LedgerSchema>(file, MIGRATIONS);
  return { committed, write: createWriter(committed), close: () => committed.destroy() };
}
