import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import Database from 'libsql';
import { createProvider } from '../../../src/provider/provider.js';

const origin = 'https://provider.example';

test('a running provider is alive and ready; a stopping one is alive, not ready, and closes its connections', async (t) => {
  const stopping = new AbortController();
  const provider = await createProvider({ origin, dataDirectory: null, shutdownSignal: stopping.signal });
  t.after(() => provider.close());
  assert.deepEqual((await provider.inject('/healthz')).json(), { status: 'alive' });
  assert.deepEqual((await provider.inject('/readyz')).json(), { status: 'ready' });
  assert.equal((await provider.inject('/relay')).headers.connection, 'keep-alive');

  stopping.abort();
  const ready = await provider.inject('/readyz');
  assert.deepEqual([ready.statusCode, ready.json().code], [503, 'provider-busy']);
  assert.match(ready.json().detail, /shutting down/);
  assert.equal(ready.headers['retry-after'], '5');
  assert.equal((await provider.inject('/healthz')).statusCode, 200);
  const last = await provider.inject('/relay');
  assert.deepEqual([last.statusCode, last.headers.connection], [200, 'close']);
});

test('a missing migration and an unreachable database have different errors, and responses are not cached', async (t) => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'wm-health-'));
  t.after(() => rmSync(dataDirectory, { recursive: true }));
  const provider = await createProvider({ origin, dataDirectory });
  t.after(() => provider.close());
  const damage = new Database(join(dataDirectory, 'provider.db'));

  damage.exec("DELETE FROM kysely_migration WHERE name LIKE '0001%'");
  const behind = await provider.inject('/readyz');
  assert.equal(behind.statusCode, 503);
  assert.match(behind.json().detail, /migrations 0001-\S+ are missing/);

  damage.exec('DROP TABLE kysely_migration');
  const broken = await provider.inject('/readyz');
  assert.deepEqual([broken.statusCode, broken.headers['cache-control']], [503, 'no-store']);
  assert.match(broken.json().detail, /the database does not respond/);
  assert.doesNotMatch(broken.body, /kysely|sqlite/i, 'its own messages stay in the log');
  damage.close();
});
