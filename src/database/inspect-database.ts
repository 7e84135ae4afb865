import { existsSync } from 'node:fs';
import Database from 'libsql';
import { Kysely, SqliteDialect } from 'kysely';
import { createInspectedDatabase, type InspectedDatabase } from './core/inspected-database.js';
import { firstMigrationName, type Migrations } from './core/migrate.js';
import { findSqliteMigrationTable } from './sqlite/find-migration-table.js';
import { isPostgresUrl } from './postgres/postgres-url.js';

/**
 * Opens the database at `location` with the same steps as `openDatabase`, but neither creates, migrates nor
 * changes it.
 * @throws Error if it cannot be reached, read or migrated.
 */
export async function inspectDatabase<Result>(
  location: string,
  migrations: Migrations,
  work: (database: InspectedDatabase) => Promise<Result>,
): Promise<Result> {
  if (!isPostgresUrl(location)) return inspectSqlite(location, migrations, work);
  const { inspectPostgres } = await import('./postgres/inspect-postgres.js');
  return inspectPostgres(location, migrations, work);
}

async function inspectSqlite<Result>(
  file: string,
  migrations: Migrations,
  work: (database: InspectedDatabase) => Promise<Result>,
): Promise<Result> {
  if (!existsSync(file)) return work({ appliedMigrations: [], readRows: async () => [] });
  const database = new Database(file);
  const kysely = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) });
  try {
    database.pragma('query_only=ON');
    return await work(
      await createInspectedDatabase(
        kysely,
        findSqliteMigrationTable(database, file, firstMigrationName(migrations)),
      ),
    );
  } finally {
    await kysely.destroy();
  }
}
