import type { Kysely, Migration } from 'kysely';
import type { Write } from './group-commit.js';
import { openSqlite } from './open-sqlite.js';
import type { PoolCounts } from './postgres-hosts.js';
import { isPostgresUrl } from './postgres-url.js';

/** Migrations by name; they run in the order of their names and only ever grow. */
export type Migrations = Record<string, Migration>;

export interface OpenedDatabase<Schema> {
  /** What is committed, for reading. */
  readonly committed: Readable<Schema>;
  /** The only way to change something. */
  readonly write: Write<Schema>;
  /** Its connections; absent where there is only one. */
  readonly pool?: () => PoolCounts;
  /** Names of the migrations that have run. */
  migrated(): Promise<string[]>;
  close(): Promise<void>;
}

export type Readable<Schema> = Pick<Kysely<Schema>, 'selectFrom' | 'getExecutor'>;

/**
 * Opens the database at `location` and brings it to the newest migration: a file name is SQLite, `postgres://…` is PostgreSQL, `':memory:'`
 * keeps nothing. A file is the provider's alone; a PostgreSQL may be other applications', too. The same queries run on all of them. Integers come back as `bigint`.
 * @throws Error when it cannot be opened or a migration fails; nothing is half-migrated then.
 */
export async function openDatabase<Schema>(
  location: string,
  migrations: Migrations,
): Promise<OpenedDatabase<Schema>> {
  if (!isPostgresUrl(location)) return openSqlite(location, migrations);
  // Who keeps to SQLite does not load the client.
  const { openPostgres } = await import('./open-postgres.js');
  return openPostgres(location, migrations);
}
