import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { build } from 'esbuild';
import Database from 'libsql';
import pg from 'pg';
import { openDatabase } from '../../src/database/open-database.js';
import { migrations } from '../../src/provider/migrations/migrations.js';
import type { ProviderSchema } from '../../src/provider/core/database-schema.js';
import { ON_POSTGRES, testDatabase } from '../support/postgres/test-database.js';

const folder = mkdtempSync(join(tmpdir(), 'wm-killed-'));
after(() => rmSync(folder, { recursive: true }));

/** Kills itself with SIGKILL before its nth statement. */
const MIGRATING = `
  import Database from 'libsql';
  import pg from 'pg';
  import { openDatabase } from './dist/node/database/open-database.js';
  import { migrations } from './dist/node/provider/migrations/migrations.js';
  const [location, statements] = process.argv.slice(2);
  let left = Number(statements);
  for (const [driver, name] of [[Database.prototype, 'prepare'], [pg.Client.prototype, 'query']]) {
    const original = driver[name];
    driver[name] = function (...args) {
      if (left-- === 0) process.kill(process.pid, 'SIGKILL');
      return original.apply(this, args);
    };
  }
  await (await openDatabase(location, migrations)).close();
`;

/** Bundled, because it starts some hundred times, and that halves its start. */
const PROGRAM = join(folder, 'migrate.mjs');
await build({
  ...{ stdin: { contents: MIGRATING, resolveDir: process.cwd() }, outfile: PROGRAM },
  ...{ bundle: true, platform: 'node', format: 'esm', external: ['pg-native'] },
  // The native module of libsql is required by name.
  banner: {
    js: `import { createRequire } from 'node:module';\nconst require = createRequire(${JSON.stringify(import.meta.url)});`,
  },
});

/**
 * Two databases are migrated in parallel: the first is killed before odd statements, the second before even
 * ones.
 */
const DATABASES = 2;

test('a migration that is killed before any statement applies completely or not at all, and the next start continues', async () => {
  const kills = await Promise.all(Array.from({ length: DATABASES }, (_, index) => killRepeatedly(index)));
  assert.ok(Math.min(...kills) > 15, `killed ${kills.join(' and ')} times`);
});

/**
 * Migrates one database repeatedly, a few statements further each time. Returns how often it was empty
 * afterwards.
 */
async function killRepeatedly(index: number): Promise<number> {
  const location = ON_POSTGRES ? await testDatabase() : join(folder, `${index}.db`);
  const found: string[] = [];
  while (await isKilledWhenMigrating(location, index + found.length * DATABASES)) {
    found.push((await readTables(location)).join());
  }
  const whole = (await readTables(location)).join();
  assert.deepEqual(
    found.filter((tables) => tables !== '' && tables !== whole),
    [],
  );
  const { reader, write, close } = await openDatabase<ProviderSchema>(location, migrations);
  const connection = { id: 'c', session_key: 'k', origin: 'o', state: 'new' as const, created_at: 0n };
  await write((transaction) => transaction.insertInto('connection').values(connection).execute());
  assert.equal((await reader.selectFrom('client_key').selectAll().execute()).length, 0);
  await close();
  return found.filter((tables) => tables === '').length;
}

async function isKilledWhenMigrating(location: string, statements: number): Promise<boolean> {
  const args = [PROGRAM, location, String(statements)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  assert.ok(signal === 'SIGKILL' || code === 0, `exit code ${code}`);
  return signal === 'SIGKILL';
}

async function readTables(location: string): Promise<string[]> {
  return ON_POSTGRES ? readPostgresTables(location) : readSqliteTables(location);
}

async function readPostgresTables(connectionString: string): Promise<string[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'wm_provider'",
  );
  await client.end();
  return rows.map(({ name }) => name as string);
}

function readSqliteTables(file: string): string[] {
  const database = new Database(file);
  const rows = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  database.close();
  return (rows as { name: string }[]).map(({ name }) => name);
}
