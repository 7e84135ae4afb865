import { Kysely, PostgresDialect } from 'kysely';
import type { PoolConfig } from 'pg';
import { migrate } from './migrate.js';
import type { Migrations, OpenedDatabase } from './open-database.js';
import { createPostgresPool, type PostgresPool } from './postgres-pool.js';
import { createPostgresWriter } from './postgres-writer.js';

/** Nothing waits for ever: what takes longer is answered as busy, and its connection given up. Milliseconds. */
const LIMITS: PoolConfig = {
  connectionTimeoutMillis: 5_000,
  lock_timeout: 5_000,
  statement_timeout: 10_000,
  idle_in_transaction_session_timeout: 15_000,
  // The client's own, for a server that has stopped answering.
  query_timeout: 15_000,
};

/** A migration may take its time, and may wait for another node's. */
const NO_LIMITS: PoolConfig = { connectionTimeoutMillis: 5_000, max: 1 };

/** @param url of a database that exists, and whose user may create tables. */
export async function openPostgres<Schema>(
  url: string,
  migrations: Migrations,
): Promise<OpenedDatabase<Schema>> {
  const opening = over<Schema>(createPostgresPool({ connectionString: url, ...NO_LIMITS }));
  await migrate(opening, migrations);
  await opening.destroy();
  const pool = createPostgresPool({ connectionString: url, ...LIMITS });
  const kysely = over<Schema>(pool);
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
    async close() {
      // What went wrong on the way was told to those who asked.
      while (running.size > 0) await Promise.allSettled(running);
      await kysely.destroy();
    },
  };
}

function over<Schema>(pool: PostgresPool): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}
