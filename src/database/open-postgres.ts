import { type Dialect, Kysely, PostgresDialect } from 'kysely';
import { explainPostgresError } from './explain-postgres-error.js';
import { COULD_NOT, type MigrationRules, migrate, readMigrated } from './migrate.js';
import type { Migrations, OpenedDatabase } from './open-database.js';
import { findObstacle, findOwnSchema, OwnSchemaDialect, SCHEMA, useOwnSchema } from './own-schema.js';
import { createPostgresPool } from './postgres-pool.js';
import { createPostgresWriter } from './postgres-writer.js';

/**
 * Nothing waits for ever: what takes longer is answered as busy, and its connection given up. Milliseconds. Before these come the limits that each
 * transaction sets for itself; these are the client's own, for a server that has stopped answering, and for single reads.
 */
export const CLIENT_LIMITS = { connectionTimeoutMillis: 5_000, query_timeout: 15_000 };

/** A migration may take its time, and may wait for another node's. */
const NO_LIMITS = { connectionTimeoutMillis: 5_000, max: 1 };
/** Any number that another application does not lock, too. */
const LOCK = 7_205_759_405_829_321n;
const RULES: MigrationRules = {
  begin: `BEGIN; SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(${LOCK})`,
  async find(database, firstMigration) {
    const place = await findOwnSchema(database, firstMigration);
    const obstacle = await findObstacle(database, place);
    if (obstacle !== undefined) throw new Error(obstacle);
    return place;
  },
  enter: useOwnSchema,
};

/** @param url of a database that exists, and whose user may create a schema, or tables in ours. */
export async function openPostgres<Schema>(
  url: string,
  migrations: Migrations,
): Promise<OpenedDatabase<Schema>> {
  const opening = over(new PostgresDialect({ pool: createPostgresPool(url, NO_LIMITS) }));
  const place = await migrate(opening, migrations, RULES)
    .catch((error: unknown) => {
      const cause = new Error(explainPostgresError(error), { cause: error });
      throw new Error(COULD_NOT, { cause });
    })
    .finally(() => opening.destroy());
  const pool = createPostgresPool(url, CLIENT_LIMITS);
  const kysely = over<Schema>(new OwnSchemaDialect({ pool }, place.schema ?? SCHEMA));
  const write = createPostgresWriter(kysely);
  const running = new Set<Promise<unknown>>();
  return {
    committed: kysely,
    pool: pool.counts,
    write(work, options) {
      const written = write(work, options).finally(() => running.delete(written));
      running.add(written);
      return written;
    },
    migrated: () => readMigrated(kysely, place),
    async close() {
      // What went wrong on the way was told to those who asked.
      while (running.size > 0) await Promise.allSettled(running);
      await kysely.destroy();
    },
  };
}

function over<Schema>(dialect: Dialect): Kysely<Schema> {
  return new Kysely<Schema>({ dialect });
}
