import type { Migrations } from './core/migrate.js';
import type { OpenedDatabase } from './core/opened-database.js';
import { openSqlite } from './sqlite/open-sqlite.js';
import { isPostgresUrl } from './postgres/postgres-url.js';

/**
 * Opens the database at `location` and runs missing migrations. A file name means SQLite, `postgres://…`
 * means PostgreSQL, and `':memory:'` stores nothing. A file must be the provider's own. A PostgreSQL database
 * may be shared with other applications. The same queries run on all of them. Integers are returned as
 * `bigint`.
 * @throws Error if it cannot be opened or a migration fails. No migration is then applied partially.
 */
export async function openDatabase<Schema>(
  location: string,
  migrations: Migrations,
): Promise<OpenedDatabase<Schema>> {
  if (!isPostgresUrl(location)) return openSqlite(location, migrations);
  // Imported on demand, so that SQLite users do not load the PostgreSQL client.
  const { openPostgres } = await import('./postgres/open-postgres.js');
  return openPostgres(location, migrations);
}
