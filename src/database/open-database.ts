import { chmodSync, closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import Database from 'libsql';
import { Kysely, type Migration, Migrator, SqliteDialect } from 'kysely';
import { createWriter, type Write } from './group-commit.js';
import { keepPreparedStatements } from './prepared-statements.js';

/** Migrations by name; they run in the order of their names and only ever grow. */
export type Migrations = Record<string, Migration>;

export interface OpenedDatabase<Schema> {
  /** What is committed, for reading. */
  readonly committed: Readable<Schema>;
  /** The only way to change something. */
  readonly write: Write<Schema>;
  close(): Promise<void>;
}

export type Readable<Schema> = Pick<Kysely<Schema>, 'selectFrom' | 'getExecutor'>;

/**
 * Opens (and creates, mode 0600) the SQLite database in `file` and brings it to the newest migration. `':memory:'` keeps nothing.
 * Integers come back as `bigint`.
 * @throws Error when the file cannot be opened or a migration fails; nothing is half-migrated then.
 */
export async function openDatabase<Schema>(
  file: string,
  migrations: Migrations,
): Promise<OpenedDatabase<Schema>> {
  if (file !== ':memory:') createPrivateFile(file);
  const database = new Database(file);
  database.defaultSafeIntegers(true);
  // NORMAL leaves the fsync after a commit to us: SQLite would wait for it on this thread. Before a checkpoint it still does its own.
  for (const pragma of ['journal_mode=WAL', 'synchronous=NORMAL', 'foreign_keys=ON', 'busy_timeout=5000']) {
    database.pragma(pragma);
  }
  const kysely = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: keepPreparedStatements(database) }),
  });
  await migrate(kysely, migrations);
  const log = file === ':memory:' ? null : openSync(`${file}-wal`, 'r+');
  const write = createWriter(kysely, async () => (log === null ? undefined : promisify(fdatasync)(log)));
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

async function migrate<Schema>(kysely: Kysely<Schema>, migrations: Migrations): Promise<void> {
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => migrations } });
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
