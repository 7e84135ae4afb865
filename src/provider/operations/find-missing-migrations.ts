import { migrations } from '../migrations/migrations.js';
import type { Services } from '../core/services.js';

/**
 * Names of the migrations that this version needs and that the database lacks. Additional migrations are
 * fine, because nodes are updated one after the other.
 */
export async function findMissingMigrations({
  readAppliedMigrations,
}: Pick<Services, 'readAppliedMigrations'>): Promise<string[]> {
  const applied = new Set(await readAppliedMigrations());
  return Object.keys(migrations).filter((name) => !applied.has(name));
}
