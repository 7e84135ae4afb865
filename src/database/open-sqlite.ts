import { chmodSync, closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import Database from 'libsql';
import { Kysely } from 'kysely';
import { createWriter } from './group-commit.js';
import { migrate } from './migrate.js';
import type { Migrations, OpenedDatabase } from './open-database.js';
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
  if (file !== ':memory:') createPrivateFile(file);
  const database = new Database(file);
  database.defaultSafeIntegers(true);
  // NORMAL leaves the fsync after a commit to us: SQLite would wait for it on this thread. Before a checkpoint it still does its own.
  for (const pragma of ['journal_mode=WAL', 'synchronous=NORMAL', 'foreign_keys=ON', 'busy_timeout=5000']) {
    database.pragma(pragma);
  }
  const kysely = new Kysely<Schema>({
    dialect: new OneWriterDialect({ database: keepPreparedStatements(database) }),
  });
  await migrate(kysely, migrations);
  const log = file === ':memory:' ? null : openSync(`${file}-wal`, 'r+');
  const write = createWriter(kysely, async () => (log === null ? undefined : syncLog(log)));
  return {
    committed: kysely,
    write,
    async close() {
      // Behind everything that was asked for before. What went wrong on the way was told to those who asked.
      await write(async () => undefined).catch(() => undefined);
      await kysely.destroy();
      if (log !== null) closeSync(log);
    },
  };
}

/** SQLite gives its -wal and -shm files the mode of the main file, so this one call covers all three. */
function createPrivateFile(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}
