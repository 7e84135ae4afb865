import { chmodSync, closeSync, existsSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import Database from 'libsql';
import { Kysely } from 'kysely';
import { createGroupCommitWriter } from './group-commit.js';
import {
  OPEN_FAILED_MESSAGE,
  firstMigrationName,
  migrate,
  readAppliedMigrations,
  type Migrations,
} from '../core/migrate.js';
import type { OpenedDatabase } from '../core/opened-database.js';
import { findSqliteMigrationTable } from './find-migration-table.js';
import { cachePreparedStatements } from './statement-cache.js';
import { SingleWriterDialect } from './single-writer-dialect.js';

/** For tests, which count the calls. */
export type SyncWal = (descriptor: number) => Promise<void>;

/** Opens the database. Creates the file with mode 0600 if needed. */
export async function openSqlite<Schema>(
  file: string,
  migrations: Migrations,
  syncWal: SyncWal = promisify(fdatasync),
): Promise<OpenedDatabase<Schema>> {
  const database = openFile(file, migrations);
  database.defaultSafeIntegers(true);
  const kysely = new Kysely<Schema>({
    dialect: new SingleWriterDialect({ database: cachePreparedStatements(database) }),
  });
  const migrationTable = await migrate(kysely, migrations, {
    begin: 'BEGIN IMMEDIATE',
    findTable: async (_transaction, firstMigration) =>
      findSqliteMigrationTable(database, file, firstMigration),
    enterSchema: async () => undefined,
  }).catch(async (cause: unknown) => {
    await kysely.destroy();
    throw new Error(OPEN_FAILED_MESSAGE, { cause });
  });
  const walDescriptor = file === ':memory:' ? null : openSync(`${file}-wal`, 'r+');
  const write = createGroupCommitWriter(kysely, async () =>
    walDescriptor === null ? undefined : syncWal(walDescriptor),
  );
  return {
    reader: kysely,
    write,
    readAppliedMigrations: () => readAppliedMigrations(kysely, migrationTable),
    async close() {
      // Waits for all earlier writes. Their errors were already reported to their callers.
      await write(async () => undefined).catch(() => undefined);
      await kysely.destroy();
      if (walDescriptor !== null) closeSync(walDescriptor);
    },
  };
}

/**
 * Another application's file is not changed, not even its mode. SQLite gives the -wal and -shm files the mode
 * of the main file, so one chmod covers all three.
 */
function openFile(file: string, migrations: Migrations): Database.Database {
  const isExisting = file !== ':memory:' && existsSync(file);
  if (file !== ':memory:' && !isExisting) closeSync(openSync(file, 'a', 0o600));
  const database = new Database(file);
  try {
    database.pragma('busy_timeout=5000');
    if (isExisting) findSqliteMigrationTable(database, file, firstMigrationName(migrations));
    // chmod by path, without another file descriptor: closing one would release SQLite's locks, and another
    // process could then treat the log as abandoned.
    if (file !== ':memory:') chmodSync(file, 0o600);
    // With NORMAL, this code does the fsync after a commit; SQLite would block this thread. SQLite still does
    // its own fsync before a checkpoint.
    for (const pragma of ['journal_mode=WAL', 'synchronous=NORMAL', 'foreign_keys=ON'])
      database.pragma(pragma);
    return database;
  } catch (cause) {
    database.close();
    throw new Error(OPEN_FAILED_MESSAGE, { cause });
  }
}
