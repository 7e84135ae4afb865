import { CompiledQuery, type Kysely, sql } from 'kysely';
import type { Migrations } from './open-database.js';

/** What every failure to open a database begins with; its cause says the rest. */
export const COULD_NOT = 'The database could not be opened, or not be migrated.';

/** Where the names of the migrations that have run are kept; in PostgreSQL all tables are in this schema. */
export interface Place {
  readonly schema?: string;
  readonly table: string;
  readonly exists: boolean;
}

/** What differs between databases. */
export interface MigrationRules {
  /** Begins a transaction that no other one that migrates is beside. */
  readonly begin: string;
  /** @throws Error when the database is not ours to change. */
  find(database: Kysely<unknown>, firstMigration: string): Promise<Place>;
  /** From here on, what a migration makes is made there. */
  enter(database: Kysely<unknown>, place: Place): Promise<void>;
}

/**
 * All that are missing, with their bookkeeping, in one transaction: a process that is killed leaves none or all of them. Of two that migrate
 * at once the second waits, and finds nothing left to do. (Kysely's own migrator locks by session, which a pooler does not keep, and takes another
 * application's bookkeeping for its own.)
 * @throws Error and leaves the database as it was.
 */
export async function migrate<Schema>(
  kysely: Kysely<Schema>,
  migrations: Migrations,
  rules: MigrationRules,
): Promise<Place> {
  return kysely.connection().execute(async (connection) => {
    const database = connection as unknown as Kysely<unknown>;
    await database.executeQuery(CompiledQuery.raw(rules.begin));
    try {
      const place = await rules.find(database, firstOf(migrations));
      await rules.enter(database, place);
      if (!place.exists)
        await sql`CREATE TABLE ${tableOf(place)} (name VARCHAR(255) NOT NULL PRIMARY KEY, timestamp VARCHAR(255) NOT NULL)`.execute(
          database,
        );
      await runMissing(database, migrations, place);
      await database.executeQuery(CompiledQuery.raw('COMMIT'));
      return { ...place, exists: true };
    } catch (error) {
      // On a lost connection there is nothing to roll back: the first error is the one to be told.
      await database.executeQuery(CompiledQuery.raw('ROLLBACK')).catch(() => undefined);
      throw error;
    }
  });
}

/** Names of the migrations that have run. */
export async function readMigrated(
  database: Pick<Kysely<unknown>, 'getExecutor'>,
  place: Place,
): Promise<string[]> {
  if (!place.exists) return [];
  const { rows } = await sql<{ name: string }>`SELECT name FROM ${tableOf(place)} ORDER BY name`.execute(
    database,
  );
  return rows.map(({ name }) => name);
}

export function firstOf(migrations: Migrations): string {
  return Object.keys(migrations).sort()[0] ?? '';
}

async function runMissing(database: Kysely<unknown>, migrations: Migrations, place: Place): Promise<void> {
  const done = await readMigrated(database, place);
  const newer = done.filter((name) => !Object.hasOwn(migrations, name));
  if (newer.length > 0) throw new Error(`a newer version has run here: ${newer.join(', ')}`);
  for (const name of Object.keys(migrations).sort()) {
    if (done.includes(name)) continue;
    await migrations[name]?.up(database);
    const timestamp = new Date().toISOString();
    await sql`INSERT INTO ${tableOf(place)} (name, timestamp) VALUES (${name}, ${timestamp})`.execute(
      database,
    );
  }
}

function tableOf({ schema, table }: Place) {
  return sql.table(schema === undefined ? table : `${schema}.${table}`);
}
