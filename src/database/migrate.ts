import { type Kysely, Migrator } from 'kysely';
import type { Migrations } from './open-database.js';

/**
 * All that are missing, with their bookkeeping, in one transaction: a process that is killed leaves none or all of them. Of two that migrate
 * at once the second waits, and finds nothing left to do.
 */
export async function migrate<Schema>(kysely: Kysely<Schema>, migrations: Migrations): Promise<void> {
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) {
    await kysely.destroy();
    throw new Error('The database could not be opened, or not be migrated.', { cause: error });
  }
}
