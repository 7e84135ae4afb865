import { chmodSync, closeSync, existsSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import Database from 'libsql';
import { Kysely } from 'kysely';
import { createWriter } from './group-commit.js';
import { COULD_NOT, firstOf, migrate, readMigrated } from './migrate.js';
import type { Migrations, OpenedDatabase } from './open-database.js';
import { findOwnTables } from './own-file.js';
import { keepPreparedStatements } from './prepared-statements.js';
import { OneWriterDialect } from './sqlite-dialect.js';

/** What a test counts; nobody else passes it. */
export type SyncLog = (descriptor: number) => Promise<void>;

/** Creates the file, mode 0600. */
export async function openSqlite<Schema>(
  file: string,
  migrations: Migrations,
  syncLog: SyncLog = promisify(fdatasync),
): Promise<OpenedDatabase<Schema>> {
  const database = openOwnFile(file, migrations);
  database.defaultSafeIntegers(true);
  const kysely = new Kysely<Schema>({
    dialect: new OneWriterDialect({ database: keepPreparedStatements(database) }),
  });
  const place = await migrate(kysely, migrations, {
    begin: 'BEGIN IMMEDIATE',
    find: async (_transaction, firstMigration) => findOwnTables(database, file, firstMigration),
    enter: async () => undefined,
  }).catch(async (cause: unknown) => {
    await kysely.destroy();
    throw new Error(COULD_NOT, { cause });
  });
  const log = file === ':memory:' ? null : openSync(`${file}-wal`, 'r+');
  const write = createWriter(kysely, async () => (log === null ? undefined : syncLog(log)));
  return {
    committed: kysely,
    write,
    migrated: () => readMigrated(kysely, place),
    async close() {
      // Behind everything that was asked for before. What went wrong on the way was told to those who asked.
      await write(async () => undefined).catch(() => undefined);
      await kysely.destroy();
      if (log !== null) closeSync(log);
    },
  };
}

/**
 * Of another application's file nothing is changed, not even its mode. Of ours, SQLite gives the -wal and -shm files the mode of the main file, so one
 * call covers all three.
 */
function openOwnFile(file: string, migrations: Migrations): Database.Database {
  const isThere = file !== ':memory:' && existsSync(file);
  if (file !== ':memory:' && !isThere) closeSync(openSync(file, 'a', 0o600));
  const database = new Database(file);
  try {
    database.pragma('busy_timeout=5000');
    if (isThere) findOwnTables(database, file, firstOf(migrations));
    // Not by opening the file once more: to close that would give up SQLite's locks, and another process would take the log for nobody's.
    if (file !== ':memory:') chmodSync(file, 0o600);
    // NORMAL leaves the fsync after a commit to us: SQLite would wait for it on this thread. Before a checkpoint it still does its own.
    for (const pragma of ['journal_mode=WAL', 'synchronous=NORMAL', 'foreign_keys=ON'])
      database.pragma(pragma);
    return database;
  } catch (cause) {
    database.close();
    throw new Error(COULD_NOT, { cause });
  }
}
