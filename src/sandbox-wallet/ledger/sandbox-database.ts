import type { Kysely } from 'kysely';
import { openDatabase, type OpenedDatabase, type Readable } from '../../database/open-database.js';
import { MIGRATIONS } from './migrations.js';
import { createMovements, type Movements } from './movements.js';
import type { LedgerSchema } from './schema.js';
import { openVirtualClock, type VirtualClock } from './virtual-clock.js';

/** The one ledger behind all wallets of a sandbox. It stands in for the Interledger network between them. */
export interface SandboxDatabase extends OpenedDatabase<LedgerSchema> {
  readonly clock: VirtualClock;
  readonly movements: Movements;
}

export type LedgerTransaction = Kysely<LedgerSchema>;

/** Reads alike what is committed and what a transaction sees. */
export type LedgerReader = Readable<LedgerSchema>;

/** Opens (and creates, mode 0600) the ledger in `file`; `':memory:'` forgets it when the process ends. */
export async function openSandboxDatabase(file: string): Promise<SandboxDatabase> {
  const opened = await openDatabase<LedgerSchema>(file, MIGRATIONS);
  return { ...opened, clock: await openVirtualClock(opened), movements: createMovements() };
}
