import { Kysely, PostgresDialect } from 'kysely';
import { explainPostgresError } from './explain-postgres-error.js';
import { firstOf } from './migrate.js';
import type { Migrations } from './open-database.js';
import { CLIENT_LIMITS } from './open-postgres.js';
import { findObstacle, findOwnSchema } from './own-schema.js';
import { createPostgresPool } from './postgres-pool.js';
import { createPostgresWriter } from './postgres-writer.js';
import { type Untouched, untouched } from './read-untouched.js';

/** In a transaction as the provider's are: a pooler, say, that refuses one refuses the other. */
export async function readPostgres<Result>(
  url: string,
  migrations: Migrations,
  work: (database: Untouched) => Promise<Result>,
): Promise<Result> {
  const pool = createPostgresPool(url, { ...CLIENT_LIMITS, max: 1 });
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await createPostgresWriter(kysely)(async (transaction) => {
      const place = await findOwnSchema(transaction, firstOf(migrations));
      const obstacle = await findObstacle(transaction, place);
      if (obstacle !== undefined) throw new Error(obstacle);
      return work(await untouched(transaction, place));
    });
  } catch (error) {
    throw new Error(explainPostgresError(error), { cause: error });
  } finally {
    await kysely.destroy();
  }
}
