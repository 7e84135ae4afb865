import { type Dialect, Kysely, PostgresDialect } from 'kysely';
import { explainPostgresError } from './explain-postgres-error.js';
import {
  OPEN_FAILED_MESSAGE,
  migrate,
  readAppliedMigrations,
  type MigrationStrategy,
  type Migrations,
} from '../core/migrate.js';
import type { OpenedDatabase } from '../core/opened-database.js';
import {
  findPermissionProblem,
  findPostgresMigrationTable,
  SchemaQualifyingDialect,
  SCHEMA_NAME,
  enterProviderSchema,
} from './provider-schema.js';
import { createPostgresPool } from './postgres-pool.js';
import { createPostgresWriter } from './postgres-writer.js';

/**
 * Client-side timeouts in milliseconds. A slower operation fails as busy, and its connection is closed.
 * Transactions have their own shorter limits. These apply to servers that no longer respond, and to single
 * reads.
 */
export const CLIENT_POOL_LIMITS = { connectionTimeoutMillis: 5_000, query_timeout: 15_000 };

/** No query timeout: a migration may take long, and may wait for another node's migration. */
const MIGRATION_POOL_LIMITS = { connectionTimeoutMillis: 5_000, max: 1 };
/** An arbitrary number that other applications are unlikely to lock. */
const MIGRATION_LOCK_ID = 7_205_759_405_829_321n;
const POSTGRES_MIGRATION: MigrationStrategy = {
  begin: `BEGIN; SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(${MIGRATION_LOCK_ID})`,
  async findTable(database, firstMigration) {
    const migrationTable = await findPostgresMigrationTable(database, firstMigration);
    const problem = await findPermissionProblem(database, migrationTable);
    if (problem !== undefined) throw new Error(problem);
    return migrationTable;
  },
  enterSchema: enterProviderSchema,
};

/**
 * @param url of an existing database. Its user must be allowed to create a schema, or tables in the schema
 * `wm_provider`.
 */
export async function openPostgres<Schema>(
  url: string,
  migrations: Migrations,
): Promise<OpenedDatabase<Schema>> {
  const migrator = createKysely(
    new PostgresDialect({ pool: createPostgresPool(url, MIGRATION_POOL_LIMITS) }),
  );
  const migrationTable = await migrate(migrator, migrations, POSTGRES_MIGRATION)
    .catch((error: unknown) => {
      const cause = new Error(explainPostgresError(error), { cause: error });
      throw new Error(OPEN_FAILED_MESSAGE, { cause });
    })
    .finally(() => migrator.destroy());
  const pool = createPostgresPool(url, CLIENT_POOL_LIMITS);
  const kysely = createKysely<Schema>(
    new SchemaQualifyingDialect({ pool }, migrationTable.schema ?? SCHEMA_NAME),
  );
  const write = createPostgresWriter(kysely);
  const pendingWrites = new Set<Promise<unknown>>();
  return {
    reader: kysely,
    readPoolCounts: pool.counts,
    write(work, options) {
      const written = write(work, options).finally(() => pendingWrites.delete(written));
      pendingWrites.add(written);
      return written;
    },
    readAppliedMigrations: () => readAppliedMigrations(kysely, migrationTable),
    async close() {
      // Errors of these writes were already reported to their callers.
      while (pendingWrites.size > 0) await Promise.allSettled(pendingWrites);
      await kysely.destroy();
    },
  };
}

function createKysely<Schema>(dialect: Dialect): Kysely<Schema> {
  return new Kysely<Schema>({ dialect });
}
