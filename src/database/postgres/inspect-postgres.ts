import { Kysely, PostgresDialect } from 'kysely';
import { explainPostgresError } from './explain-postgres-error.js';
import { firstMigrationName, type Migrations } from '../core/migrate.js';
import { CLIENT_POOL_LIMITS } from './open-postgres.js';
import { findPermissionProblem, findPostgresMigrationTable } from './provider-schema.js';
import { createPostgresPool } from './postgres-pool.js';
import { createPostgresWriter } from './postgres-writer.js';
import { type InspectedDatabase, createInspectedDatabase } from '../core/inspected-database.js';

/** Uses the same kind of transaction as the provider, because a pooler, for example, could reject it. */
export async function inspectPostgres<Result>(
  url: string,
  migrations: Migrations,
  work: (database: InspectedDatabase) => Promise<Result>,
): Promise<Result> {
  const pool = createPostgresPool(url, { ...CLIENT_POOL_LIMITS, max: 1 });
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await createPostgresWriter(kysely)(async (transaction) => {
      const migrationTable = await findPostgresMigrationTable(transaction, firstMigrationName(migrations));
      const problem = await findPermissionProblem(transaction, migrationTable);
      if (problem !== undefined) throw new Error(problem);
      return work(await createInspectedDatabase(transaction, migrationTable));
    });
  } catch (error) {
    throw new Error(explainPostgresError(error), { cause: error });
  } finally {
    await kysely.destroy();
  }
}
