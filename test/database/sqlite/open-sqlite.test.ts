import assert from 'node:assert/strict';
import { fdatasyncSync, fstatSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Kysely, sql } from 'kysely';
import type { Migrations } from '../../../src/database/core/migrate.js';
import { openDatabase } from '../../../src/database/open-database.js';
import { openSqlite } from '../../../src/database/sqlite/open-sqlite.js';
import { createSharedFsync } from '../../../src/database/sqlite/shared-fsync.js';
import { createGroupCommitWriter } from '../../../src/database/sqlite/group-commit.js';

interface Schema {
  counter: { value: bigint };
}

const migrations: Migrations = {
  '1': {
    up: (db: Kysely<unknown>) =>
      sql`CREATE TABLE counter (value BIGINT PRIMARY KEY)`.execute(db).then(() => undefined),
  },
};

const folder = mkdtempSync(join(tmpdir(), 'wm-database-'));
const file = join(folder, 'test.db');
const { reader: database, close } = await openDatabase<Schema>(file, migrations);
after(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

const values = async () =>
  (await database.selectFrom('counter').select('value').execute()).map(({ value }) => value);

test('the file is readable by its owner only, in write-ahead mode', async () => {
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const { rows } = await sql<{ journal_mode: string }>`PRAGMA journal_mode`.execute(database);
  assert.equal(rows[0]?.journal_mode, 'wal');
});

test('only a durable commit syncs the write-ahead log', async () => {
  const other = join(folder, 'synced.db');
  const synced: number[] = [];
  const { write, close } = await openSqlite<Schema>(other, migrations, async (descriptor) => {
    fdatasyncSync(descriptor);
    synced.push(fstatSync(descriptor).ino);
  });
  await write((tx) => tx.insertInto('counter').values({ value: 1n }).execute(), { durable: false });
  assert.deepEqual(synced, []);
  await write((tx) => tx.insertInto('counter').values({ value: 2n }).execute());
  assert.deepEqual(synced, [statSync(`${other}-wal`).ino]);
  await close();
});

test('a durable commit resolves after the sync, another one when it is visible', async () => {
  const order: string[] = [];
  let reachDisk: () => void = () => undefined;
  const disk = new Promise<void>((resolve) => (reachDisk = resolve));
  const slow = createGroupCommitWriter(database as Kysely<Schema>, () => disk);
  const durable = slow((tx) => tx.insertInto('counter').values({ value: 4n }).execute()).then(() =>
    order.push('durable'),
  );
  const lazy = slow((tx) => tx.insertInto('counter').values({ value: 5n }).execute(), { durable: false });
  await lazy.then(() => order.push('lazy'));
  assert.deepEqual(await values(), [4n, 5n], 'both are visible');
  reachDisk();
  await durable;
  assert.deepEqual(order, ['lazy', 'durable']);
});

test('a failed sync rejects durable writes only', async () => {
  const broken = createGroupCommitWriter(database as Kysely<Schema>, () => Promise.reject(new Error('EIO')));
  const remove = (tx: Kysely<Schema>) => tx.deleteFrom('counter').where('value', '>', 4n).execute();
  await assert.rejects(broken(remove), /EIO/);
  await broken(remove, { durable: false });
});

test('durable writes during an fsync share the next one', async () => {
  let syncs = 0;
  let finish: () => void = () => undefined;
  const flush = createSharedFsync(() => {
    syncs += 1;
    return new Promise((resolve) => (finish = resolve));
  });
  const first = flush();
  await new Promise(setImmediate);
  const [second, third] = [flush(), flush()];
  assert.equal(syncs, 1);
  finish();
  await first;
  await new Promise(setImmediate);
  assert.equal(syncs, 2);
  finish();
  await Promise.all([second, third]);
  assert.equal(syncs, 2);
});
