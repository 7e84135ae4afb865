import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

/** Whether these tests run on PostgreSQL. test/run.mjs runs those that keep data on both. */
export const ON_POSTGRES = process.env['WM_TEST_POSTGRES'] !== undefined;

/** The URL of a new database in the PostgreSQL of this run. It ends with the whole cluster. */
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

/** Where a test keeps its data: in memory, or in a new database of the PostgreSQL of this run. */
export async function testDatabase(): Promise<string> {
  return ON_POSTGRES ? createPostgresDatabase() : ':memory:';
}

/** For tests that read with queries of their own: the provider's tables without their schema's name. Not through a pooler. */
export function inOwnSchema(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', '-csearch_path=wm_provider');
  return url.href;
}
