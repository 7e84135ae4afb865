import { existsSync } from 'node:fs';
import Database from 'libsql';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { firstOf, type Place, readMigrated } from './migrate.js';
import type { Migrations } from './open-database.js';
import { findOwnTables } from './own-file.js';
import { isPostgresUrl } from './postgres-url.js';

/** A database as it lies there. */
export interface Untouched {
  /** Names of the migrations that have run. */
  readonly migrated: string[];
  /** These columns of all rows of a table, or nothing where there is no such table yet. Integers come back as text. */
  rows<Column extends string>(table: string, columns: readonly Column[]): Promise<Record<Column, string>[]>;
}

/**
 * Opens the database at `location` by the same steps as `openDatabase`, and neither changes, nor migrates, nor makes it.
 * @throws Error when it cannot be reached, read, or be migrated.
 */
export async function readUntouched<Result>(
  location: string,
  migrations: Migrations,
  work: (database: Untouched) => Promise<Result>,
): Promise<Result> {
  if (!isPostgresUrl(location)) return readSqlite(location, migrations, work);
  const { readPostgres } = await import('./read-postgres.js');
  return readPostgres(location, migrations, work);
}

async function readSqlite<Result>(
  file: string,
  migrations: Migrations,
  work: (database: Untouched) => Promise<Result>,
): Promise<Result> {
  if (!existsSync(file)) return work({ migrated: [], rows: async () => [] });
  const database = new Database(file);
  const kysely = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) });
  try {
    database.pragma('query_only=ON');
    return await work(await untouched(kysely, findOwnTables(database, file, firstOf(migrations))));
  } finally {
    await kysely.destroy();
  }
}

/** @param place in which our tables are, or would be. */
export async function untouched(database: Kysely<unknown>, place: Place): Promise<Untouched> {
  const migrated = await readMigrated(database, place);
  return {
    migrated,
    async rows<Column extends string>(table: string, columns: readonly Column[]) {
      // Before the first migration there is none; later ones may have added what is asked for.
      if (migrated.length === 0) return [];
      const list = sql.join(
        columns.map((column) => sql`CAST(${sql.ref(column)} AS TEXT) AS ${sql.ref(column)}`),
      );
      const from = sql.table(place.schema === undefined ? table : `${place.schema}.${table}`);
      const { rows } = await sql<Record<Column, string>>`SELECT ${list} FROM ${from}`.execute(database);
      return rows;
    },
  };
}
