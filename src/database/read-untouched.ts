import { existsSync } from 'node:fs';
import Database from 'libsql';
import { isPostgresUrl } from './open-database.js';

const PATIENCE = 5_000;

/**
 * These columns of all rows of a table, or nothing where there is no such table yet. The database is not changed, not migrated, and not made.
 * Integers come back as text.
 * @throws Error when it cannot be reached or read.
 */
export async function readUntouched<Column extends string>(
  location: string,
  table: string,
  columns: readonly Column[],
): Promise<Record<Column, string>[]> {
  const query = `SELECT ${columns.map((column) => `CAST(${column} AS TEXT) AS ${column}`).join(', ')} FROM ${table}`;
  return isPostgresUrl(location) ? readPostgres(location, table, query) : readSqlite(location, table, query);
}

async function readPostgres<Row>(connectionString: string, table: string, query: string): Promise<Row[]> {
  const { Client } = await import('pg').then(({ default: pg }) => pg);
  const limits = { connectionTimeoutMillis: PATIENCE, query_timeout: PATIENCE };
  const client = new Client({ connectionString, application_name: 'wm-provider', ...limits });
  // A connection that is lost in between fails the query, which is enough.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
    return rows[0].there ? ((await client.query(query)).rows as Row[]) : [];
  } finally {
    await client.end();
  }
}

function readSqlite<Row>(file: string, table: string, query: string): Row[] {
  if (!existsSync(file)) return [];
  const database = new Database(file);
  try {
    database.pragma('query_only=ON');
    const found = database.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(table);
    return found === undefined ? [] : (database.prepare(query).all() as Row[]);
  } finally {
    database.close();
  }
}
