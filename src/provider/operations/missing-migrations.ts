import { sql } from 'kysely';
import { migrations } from '../migrations/migrations.js';
import type { Reader } from '../services.js';

/** Names of the migrations that this version needs and the database has not had. More than it needs are no obstacle: nodes are updated one by one. */
export async function findMissingMigrations(database: Pick<Reader, 'getExecutor'>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration`.execute(database);
  const done = new Set(rows.map(({ name }) => name));
  return Object.keys(migrations).filter((name) => !done.has(name));
}
