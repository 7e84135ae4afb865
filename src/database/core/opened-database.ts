import type { Kysely } from 'kysely';
import type { Write } from './write.js';

/** Connections to a database, and the number of waiting requests. */
export interface PoolCounts {
  inUse: number;
  idle: number;
  waiting: number;
}

export interface OpenedDatabase<Schema> {
  /** Reads committed data. */
  readonly reader: DatabaseReader<Schema>;
  /** The only way to write. */
  readonly write: Write<Schema>;
  /** Its connections. Absent if there is only one. */
  readonly readPoolCounts?: () => PoolCounts;
  /** Names of the migrations that have run. */
  readAppliedMigrations(): Promise<string[]>;
  close(): Promise<void>;
}

export type DatabaseReader<Schema> = Pick<Kysely<Schema>, 'selectFrom' | 'getExecutor'>;
