import { CompiledQuery, type Kysely, type Migration, sql } from 'kysely';

/** Migrations by name. They run in the order of their names, and are only ever added. */
export type Migrations = Record<string, Migration>;

/** The message of every error on opening a database. The cause has the details. */
export const OPEN_FAILED_MESSAGE = 'The database could not be opened or migrated.';

/** The table with the names of the migrations that have run. In PostgreSQL, its schema has all tables. */
export interface MigrationTable {
  readonly schema?: string;
  readonly table: string;
  readonly exists: boolean;
}

/** The database-specific parts of a migration. */
export interface MigrationStrategy {
  /** SQL that begins a transaction and excludes concurrent migrations. */
  readonly begin: string;
  /** @throws Error if the database belongs to another application. */
  findTable(database: Kysely<unknown>, firstMigration: string): Promise<MigrationTable>;
  /** Makes later statements create their tables in the schema of `table`. */
  enterSchema(database: Kysely<unknown>, table: MigrationTable): Promise<void>;
}

/**
 * Runs all missing migrations and records them, in one transaction: a process that is killed leaves none or
 * all of them. If two processes migrate at once, the second one waits and finds nothing to do.
 * Kysely's own migrator is not used: it holds its lock in a session, which poolers do not keep, and it
 * mistakes another application's migration table for its own.
 * @throws Error and leaves the database unchanged.
 */
export async function migrate<Schema>(
  kysely: Kysely<Schema>,
  migrations: Migrations,
  strategy: MigrationStrategy,
): Promise<MigrationTable> {
  return kysely.connection().execute(async (connection) => {
    const database = connection as unknown as Kysely<unknown>;
    await database.executeQuery(CompiledQuery.raw(strategy.begin));
    try {
      const migrationTable = await strategy.findTable(database, firstMigrationName(migrations));
      await strategy.enterSchema(database, migrationTable);
      if (!migrationTable.exists)
        await sql`CREATE TABLE ${tableReference(migrationTable)} (name VARCHAR(255) NOT NULL PRIMARY KEY, timestamp VARCHAR(255) NOT NULL)`.execute(
          database,
        );
      await runPendingMigrations(database, migrations, migrationTable);
      await database.executeQuery(CompiledQuery.raw('COMMIT'));
      return { ...migrationTable, exists: true };
    } catch (error) {
      // On a lost connection there is nothing to roll back. The first error is reported.
      await database.executeQuery(CompiledQuery.raw('ROLLBACK')).catch(() => undefined);
      throw error;
    }
  });
}

/** Names of the migrations that have run. */
export async function readAppliedMigrations(
  database: Pick<Kysely<unknown>, 'getExecutor'>,
  migrationTable: MigrationTable,
): Promise<string[]> {
  if (!migrationTable.exists) return [];
  const { rows } = await sql<{
    name: string;
  }>`SELECT name FROM ${tableReference(migrationTable)} ORDER BY name`.execute(database);
  return rows.map(({ name }) => name);
}

export function firstMigrationName(migrations: Migrations): string {
  return Object.keys(migrations).sort()[0] ?? '';
}

async function runPendingMigrations(
  database: Kysely<unknown>,
  migrations: Migrations,
  migrationTable: MigrationTable,
): Promise<void> {
  const applied = await readAppliedMigrations(database, migrationTable);
  const newer = applied.filter((name) => !Object.hasOwn(migrations, name));
  if (newer.length > 0) throw new Error(`a newer version has migrated this database: ${newer.join(', ')}`);
  for (const name of Object.keys(migrations).sort()) {
    if (applied.includes(name)) continue;
    await migrations[name]?.up(database);
    const timestamp = new Date().toISOString();
    await sql`INSERT INTO ${tableReference(migrationTable)} (name, timestamp) VALUES (${name}, ${timestamp})`.execute(
      database,
    );
  }
}

function tableReference({ schema, table }: MigrationTable) {
  return sql.table(schema === undefined ? table : `${schema}.${table}`);
}
