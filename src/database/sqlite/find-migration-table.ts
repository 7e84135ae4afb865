import type Database from 'libsql';
import type { MigrationTable } from '../core/migrate.js';

const MIGRATION_TABLE = 'kysely_migration';

/**
 * A SQLite file must be the provider's own: it is new, or the provider's first migration has run in it.
 * @throws Error if it belongs to another application.
 */
export function findSqliteMigrationTable(
  database: Database.Database,
  file: string,
  firstMigration: string,
): MigrationTable {
  const tables = selectNames(database, "SELECT name FROM sqlite_master WHERE type = 'table'");
  const exists = tables.includes(MIGRATION_TABLE);
  const migrated = exists ? selectNames(database, `SELECT name FROM ${MIGRATION_TABLE}`) : [];
  const foreignTables = tables.filter((name) => !/^(sqlite_|kysely_migration)/.test(name));
  const isNew = foreignTables.length === 0 && migrated.length === 0;
  if (!isNew && !migrated.includes(firstMigration)) {
    const found =
      foreignTables.length > 0 ? `the tables ${foreignTables.slice(0, 3).join(', ')}` : 'migrations';
    throw new Error(
      `${file} has ${found} of another application; choose a file or folder that is not in use`,
    );
  }
  return { table: MIGRATION_TABLE, exists };
}

function selectNames(database: Database.Database, query: string): string[] {
  return (database.prepare(query).all() as { name: string }[]).map(({ name }) => name);
}
