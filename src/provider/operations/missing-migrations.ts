import { migrations } from '../migrations/migrations.js';
import type { Services } from '../services.js';

/** Names of the migrations that this version needs and the database has not had. More than it needs are no obstacle: nodes are updated one by one. */
export async function findMissingMigrations({ migrated }: Pick<Services, 'migrated'>): Promise<string[]> {
  const done = new Set(await migrated());
  return Object.keys(migrations).filter((name) => !done.has(name));
}
