import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Kysely, sql } from 'kysely';
import type { Migrations } from '../../src/database/core/migrate.js';
import { openDatabase } from '../../src/database/open-database.js';
import { testDatabase } from '../support/postgres/test-database.js';

interface Schema {
  counter: { name: string; value: bigint };
}

const migrations: Migrations = {
  '1': {
    up: (db: Kysely<unknown>) =>
      sql`CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL CHECK (value <> 13))`
        .execute(db)
        .then(() => undefined),
  },
};

const { reader, write, close } = await openDatabase<Schema>(await testDatabase(), migrations);
after(close);

const insert = (name: string, value: bigint) =>
  write((tx) => tx.insertInto('counter').values({ name, value }).execute());
const read = async (name: string) =>
  (await reader.selectFrom('counter').select('value').where('name', '=', name).executeTakeFirst())?.value;

test('a write that fails does not affect the other writes of its group', async () => {
  const results = await Promise.allSettled([insert('a', 1n), insert('b', 13n), insert('c', 2n)]);
  assert.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  assert.deepEqual([await read('a'), await read('b'), await read('c')], [1n, undefined, 2n]);
});

test('a write that throws leaves nothing behind', async () => {
  const failing = write(async (tx) => {
    await tx.insertInto('counter').values({ name: 'd', value: 3n }).execute();
    throw new Error('no');
  });
  await assert.rejects(failing, /no/);
  assert.equal(await read('d'), undefined);
});

test('the largest amount and its sum are read back exactly; a larger one is rejected without overflow', async () => {
  const largest = 9_223_372_036_854_775_807n;
  await insert('largest', largest);
  assert.equal(await read('largest'), largest);
  await assert.rejects(insert('too large', largest + 1n));
  assert.equal(await read('too large'), undefined);
  const { total, rows } = await reader
    .selectFrom('counter')
    .select(({ fn }) => [fn.sum<bigint>('value').as('total'), fn.countAll<bigint>().as('rows')])
    .where('name', '=', 'largest')
    .executeTakeFirstOrThrow();
  assert.deepEqual([total, rows], [largest, 1n]);
});

test('a row lock prevents lost updates: fifty simultaneous increments add up to fifty', async () => {
  await insert('increments', 100n);
  const increment = () =>
    write(async (tx) => {
      const query = tx.selectFrom('counter').selectAll().where('name', '=', 'increments').forUpdate();
      const { value } = await query.executeTakeFirstOrThrow();
      await tx
        .updateTable('counter')
        .set({ value: value + 1n })
        .where('name', '=', 'increments')
        .execute();
    });
  await Promise.all(Array.from({ length: 50 }, increment));
  assert.equal(await read('increments'), 150n);
});

test('two writes that lock each other’s rows both succeed', async () => {
  await Promise.all([insert('left', 0n), insert('right', 0n)]);
  const add = (tx: Kysely<Schema>, name: string) =>
    tx
      .updateTable('counter')
      .set((column) => ({ value: column('value', '+', 1n) }))
      .where('name', '=', name)
      .execute();
  const both = (names: string[]) =>
    write(async (tx) => {
      for (const name of names) await add(tx, name);
    });
  const crossing = Array.from({ length: 4 }, (_, index) =>
    both(index % 2 === 0 ? ['left', 'right'] : ['right', 'left']),
  );
  await Promise.all(crossing);
  assert.deepEqual([await read('left'), await read('right')], [4n, 4n]);
});

test('a text with U+0000 can be stored and found', async () => {
  await insert('nul \0', 1n);
  assert.equal(await read('nul \0'), 1n);
});

test('closing waits for earlier writes', async () => {
  const other = await openDatabase<Schema>(await testDatabase(), migrations);
  const requested = Array.from({ length: 20 }, (_, index) =>
    other.write((tx) =>
      tx
        .insertInto('counter')
        .values({ name: `last ${index}`, value: 1n })
        .execute(),
    ),
  );
  await other.close();
  assert.equal((await Promise.all(requested)).length, 20);
});
