import type Database from 'libsql';
import type { Place } from './migrate.js';

const BOOKKEEPING = 'kysely_migration';

/**
 * A file of SQLite is ours alone: it is new, or our first migration has run in it.
 * @throws Error when it is another application's.
 */
export function findOwnTables(database: Database.Database, file: string, firstMigration: string): Place {
  const tables = namesOf(database, "SELECT name FROM sqlite_master WHERE type = 'table'");
  const exists = tables.includes(BOOKKEEPING);
  const migrated = exists ? namesOf(database, `SELECT name FROM ${BOOKKEEPING}`) : [];
  const foreign = tables.filter((name) => !/^(sqlite_|kysely_migration)/.test(name));
  const isNew = foreign.length === 0 && migrated.length === 0;
  if (!isNew && !migrated.includes(firstMigration)) {
    const found = foreign.length > 0 ? `the tables ${foreign.slice(0, 3).join(', ')}` : 'migrations';
    throw new Error(`${file} has ${found} of another application; name a file or folder that is not in use`);
  }
  return { table: BOOKKEEPING, exists };
}

function namesOf(database: Database.Database, query: string): string[] {
  return (database.prepare(query).all() as { name: string }[]).map(({ name }) => name);
}
