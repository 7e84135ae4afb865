import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

/** Whether these tests run on PostgreSQL. test/run.mjs runs tests that store data on both databases. */
export const ON_POSTGRES = process.env['WM_TEST_POSTGRES'] !== undefined;

/** The URL of a new database in the PostgreSQL cluster of this run. The cluster is deleted at the end. */
export async function createPostgresDatabase(): Promise<string> {
  const base = process.env['WM_TEST_POSTGRES'];
  if (!base) throw new Error('This test needs PostgreSQL. Run it with: node test/run.mjs node <file>');
  const url = new URL(base);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  url.pathname = `/${name}`;
  return url.href;
}

/** The database of a test: in memory, or a new one in the PostgreSQL cluster of this run. */
export async function testDatabase(): Promise<string> {
  return ON_POSTGRES ? createPostgresDatabase() : ':memory:';
}

/** Sets the search path, so that a test's own queries work without the schema name. Not through a pooler. */
export function withProviderSchema(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', '-csearch_path=wm_provider');
  return url.href;
}
