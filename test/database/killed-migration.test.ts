import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openDatabase } from '../../src/database/open-database.js';
import { migrations } from '../../src/provider/migrations/migrations.js';
import type { ProviderSchema } from '../../src/provider/schema.js';
import { ON_POSTGRES, testDatabase } from '../support/test-database.js';

const folder = mkdtempSync(join(tmpdir(), 'wm-killed-'));
after(() => rmSync(folder, { recursive: true }));

/** A new database takes a while on PostgreSQL, so there it is every ninth statement. */
const STEP = ON_POSTGRES ? 9 : 1;

/** Ends itself with SIGKILL before its nth statement. Built code, for it starts a dozen times faster. */
const MIGRATING = `
  import Database from 'libsql';
  import pg from 'pg';
  import { openDatabase } from './dist/node/database/open-database.js';
  import { migrations } from './dist/node/provider/migrations/migrations.js';
  const [location, statements] = process.argv.slice(1);
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

test('killed before any statement of its migrations, a database opens whole the next time', async () => {
  let kills = 0;
  for (let statement = 1; ; statement += STEP) {
    const location = ON_POSTGRES ? await testDatabase() : join(folder, `${statement}.db`);
    const wasKilled = await migrate(location, statement);
    const { committed, write, close } = await openDatabase<ProviderSchema>(location, migrations);
    const connection = { id: 'c', session_key: 'k', origin: 'o', state: 'new' as const, created_at: 0n };
    await write((transaction) => transaction.insertInto('connection').values(connection).execute());
    assert.equal((await committed.selectFrom('client_key').selectAll().execute()).length, 0);
    await close();
    if (!wasKilled) break;
    kills += 1;
  }
  assert.ok(kills > 30 / STEP, `killed ${kills} times`);
});

async function migrate(location: string, statements: number): Promise<boolean> {
  const args = ['--input-type=module', '-e', MIGRATING, '--', location, String(statements)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  assert.ok(signal === 'SIGKILL' || code === 0, `exit code ${code}`);
  return signal === 'SIGKILL';
}
