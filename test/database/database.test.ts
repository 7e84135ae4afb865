import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Generated, type Kysely, sql } from 'kysely';
import { type Migrations, openDatabase } from '../../src/database/open-database.js';
import { createWriter } from '../../src/database/writer.js';

interface Schema {
  counter: { id: Generated<number>; value: bigint };
}

const migrations: Migrations = {
  '1': {
    up: (db: Kysely<unknown>) =>
      sql`CREATE TABLE counter (id INTEGER PRIMARY KEY, value BIGINT NOT NULL CHECK (value < 1000))`
        .execute(db)
        .then(() => undefined),
  },
};

const folder = mkdtempSync(join(tmpdir(), 'wm-database-'));
const file = join(folder, 'test.db');
const database = await openDatabase<Schema>(file, migrations);
const write = createWriter(database);
after(async () => {
  await database.destroy();
  rmSync(folder, { recursive: true });
});

const values = async () =>
  (await database.selectFrom('counter').select('value').execute()).map(({ value }) => value);
const insert = (value: bigint) => write((tx) => tx.insertInto('counter').values({ value }).execute());
const synchronous = async (tx: Kysely<Schema>) =>
  (await sql<{ synchronous: bigint }>`PRAGMA synchronous`.execute(tx)).rows[0]?.synchronous;

test('the file is readable by its owner alone, in write-ahead mode', async () => {
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const { rows } = await sql<{ journal_mode: string }>`PRAGMA journal_mode`.execute(database);
  assert.equal(rows[0]?.journal_mode, 'wal');
});

test('pieces of work that share a commit fail alone', async () => {
  const results = await Promise.allSettled([insert(1n), insert(1000n), insert(2n)]);
  assert.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  assert.deepEqual(await values(), [1n, 2n]);
});

test('a piece of work that throws leaves nothing behind', async () => {
  await assert.rejects(
    write(async (tx) => {
      await tx.insertInto('counter').values({ value: 3n }).execute();
      throw new Error('no');
    }),
    /no/,
  );
  assert.deepEqual(await values(), [1n, 2n]);
});

test('a durable commit waits for the disk, another does not, and neither changes what the next one does', async () => {
  for (const [durable, level] of [
    [true, 2n],
    [false, 1n],
    [true, 2n],
    [false, 1n],
    [true, 2n],
  ] as const) {
    assert.equal(await write(synchronous, { durable }), level);
  }
  const [lazy, full] = await Promise.all([write(synchronous, { durable: false }), write(synchronous)]);
  assert.ok(lazy !== undefined && full === 2n, 'in company, the strictest wish counts');
});

test('numbers beyond 2^53 survive', async () => {
  const { rows } = await sql<{ value: bigint }>`SELECT ${9223372036854775807n} AS value`.execute(database);
  assert.equal(rows[0]?.value, 9223372036854775807n);
});
