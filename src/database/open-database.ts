import { chmodSync, closeSync, openSync } from 'node:fs';
import Database from 'libsql';
import { Kysely, type Migration, Migrator, SqliteDialect } from 'kysely';
import { keepPreparedStatements } from './prepared-statements.js';

/** Migrations by name; they run in the order of their names and only ever grow. */
export type Migrations = Record<string, Migration>;

/**
 * Opens (and creates, mode 0600) the SQLite database in `file` and brings it to the newest migration. `':memory:'` keeps nothing.
 * Every commit is on disk before it is acknowledged (WAL with `synchronous=FULL`). Integers come back as `bigint`.
 * @throws Error when the file cannot be opened or a migration fails; nothing is half-migrated then.
 */
export async function openDatabase<Schema>(file: string, migrations: Migrations): Promise<Kysely<Schema>> {
  if (file !== ':memory:') createPrivateFile(file);
  const database = new Database(file);
  database.defaultSafeIntegers(true);
  for (const pragma of ['journal_mode=WAL', 'synchronous=FULL', 'foreign_keys=ON', 'busy_timeout=5000']) {
    database.pragma(pragma);
  }
  const kysely = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: keepPreparedStatements(database) }),
  });
  await migrate(kysely, migrations);
  return kysely;
}

async function migrate<Schema>(kysely: Kysely<Schema>, migrations: Migrations): Promise<void> {
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: async () => migrations },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) {
    await kysely.destroy();
    throw new Error('The database could not be migrated.', { cause: error });
  }
}

/** SQLite gives its -wal and -shm files the mode of the main file, so this one call covers all three. */
function createPrivateFile(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}
