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

/**
 * Migrates each database until just before its statement of that number, and then kills itself with SIGKILL.
 * A stopped connection sends nothing more, not even a rollback, so its database sees only that the process
 * dies. One start for several databases, because the start takes most of the time.
 */
const MIGRATING = `
  import Database from 'libsql';
  import pg from 'pg';
  import { openDatabase } from './dist/node/database/open-database.js';
  import { migrations } from './dist/node/provider/migrations/migrations.js';
  const [first, ...locations] = process.argv.slice(2);
  const stopped = new Set();
  let left, stop;
  function isStopped(connection) {
    if (left-- === 0) stop(stopped.add(connection));
    return stopped.has(connection);
  }
  const { prepare, close } = Database.prototype;
  Database.prototype.prepare = function (...args) {
    if (isStopped(this)) throw new Error('stopped');
    return prepare.apply(this, args);
  };
  Database.prototype.close = function () {
    if (!stopped.has(this)) close.call(this);
  };
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function (...args) {
    return isStopped(this) ? new Promise(() => {}) : query.apply(this, args);
  };
  for (const [index, location] of locations.entries()) {
    left = Number(first) + index;
    const isReached = new Promise((resolve) => (stop = resolve));
    const opened = openDatabase(location, migrations).then(({ close }) => close());
    await Promise.race([isReached, opened]);
    opened.catch(() => undefined);
  }
  if (stopped.size > 0) process.kill(process.pid, 'SIGKILL');
`;

/** Bundled, because that halves its start. */
const PROGRAM = join(folder, 'migrate.mjs');
await build({
  ...{ stdin: { contents: MIGRATING, resolveDir: process.cwd() }, outfile: PROGRAM },
  ...{ bundle: true, platform: 'node', format: 'esm', external: ['pg-native'] },
  // The native module of libsql is required by name.
  banner: {
    js: `import { createRequire } from 'node:module';\nconst require = createRequire(${JSON.stringify(import.meta.url)});`,
  },
});

/** Each start stops them at consecutive statements, and the next start at the ones after these. */
const DATABASES = 8;

test('a migration that is killed before any statement applies completely or not at all, and the next start continues', async () => {
  const locations = await Promise.all(Array.from({ length: DATABASES }, (_, index) => newDatabase(index)));
  const found: string[] = [];
  for (let first = 0; await isKilledWhenMigrating(first, locations); first += DATABASES) {
    const tables = await Promise.all(locations.map(readTables));
    found.push(...tables.map(String));
  }
  const kills = found.filter((tables) => tables === '').length;
  assert.ok(kills > 60, `killed ${kills} times`);
  const whole = (await Promise.all(locations.map(readTables))).map(String);
  assert.deepEqual(
    found.filter((tables, index) => tables !== '' && tables !== whole[index % DATABASES]),
    [],
  );
  for (const location of locations) await assertIsMigrated(location);
});

async function newDatabase(index: number): Promise<string> {
  return ON_POSTGRES ? testDatabase() : join(folder, `${index}.db`);
}

/** The last start migrates all databases completely, and is not killed. */
async function isKilledWhenMigrating(first: number, locations: readonly string[]): Promise<boolean> {
  const args = [PROGRAM, String(first), ...locations];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  assert.ok(signal === 'SIGKILL' || code === 0, `exit code ${code}`);
  return signal === 'SIGKILL';
}

async function assertIsMigrated(location: string): Promise<void> {
  const { reader, write, close } = await openDatabase<ProviderSchema>(location, migrations);
  const connection = { id: 'c', session_key: 'k', origin: 'o', state: 'new' as const, created_at: 0n };
  await write((transaction) => transaction.insertInto('connection').values(connection).execute());
  assert.equal((await reader.selectFrom('client_key').selectAll().execute()).length, 0);
  await close();
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
