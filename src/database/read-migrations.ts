import { existsSync } from 'node:fs';
import Database from 'libsql';
import { isPostgresUrl } from './open-database.js';

const MIGRATIONS = 'SELECT name FROM kysely_migration';
const PATIENCE = 5_000;

/**
 * The names of the migrations that the database at `location` has had. It is not changed, and not made.
 * @throws Error when it cannot be reached or read.
 */
export async function readMigrations(location: string): Promise<string[]> {
  const rows = isPostgresUrl(location) ? await readPostgres(location) : readSqlite(location);
  return rows.map(({ name }) => name);
}

type Rows = { name: string }[];

async function readPostgres(connectionString: string): Promise<Rows> {
  const { Client } = await import('pg').then(({ default: pg }) => pg);
  const limits = { connectionTimeoutMillis: PATIENCE, query_timeout: PATIENCE };
  const client = new Client({ connectionString, application_name: 'wm-provider', ...limits });
  // A connection that is lost in between fails the query, which is enough.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query("SELECT to_regclass('kysely_migration') IS NOT NULL AS there");
    return rows[0].there ? (await client.query<Rows[number]>(MIGRATIONS)).rows : [];
  } finally {
    await client.end();
  }
}

function readSqlite(file: string): Rows {
  if (!existsSync(file)) return [];
  const database = new Database(file);
  try {
    database.pragma('query_only=ON');
    const table = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'kysely_migration'").get();
    return table === undefined ? [] : (database.prepare(MIGRATIONS).all() as Rows);
  } finally {
    database.close();
  }
}
