import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import pg from 'pg';
import type { Migrations } from '../../../src/database/core/migrate.js';
import { openDatabase } from '../../../src/database/open-database.js';
import { inspectDatabase } from '../../../src/database/inspect-database.js';
import { SKIP_PGBOUNCER, startPgBouncer } from '../../support/postgres/pgbouncer.js';
import { createPostgresDatabase } from '../../support/postgres/test-database.js';

interface Schema {
  counter: { name: string; value: bigint };
}

const migrations: Migrations = {
  '1': {
    async up(db) {
      await sql`CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL)`.execute(db);
    },
  },
};

const options = { skip: SKIP_PGBOUNCER };
const direct = await createPostgresDatabase();
const pooler = SKIP_PGBOUNCER ? undefined : await startPgBouncer(direct);
after(() => pooler?.close());
const url = pooler?.url ?? '';

test('behind a pooler in transaction mode, five nodes that start at once migrate once', options, async () => {
  assert.deepEqual(
    await inspectDatabase(url, migrations, async ({ appliedMigrations }) => appliedMigrations),
    [],
  );
  const nodes = await Promise.all(Array.from({ length: 5 }, () => openDatabase<Schema>(url, migrations)));
  assert.deepEqual(await nodes[0]?.readAppliedMigrations(), ['1']);
  const [first] = nodes;
  await first?.write((tx) => tx.insertInto('counter').values({ name: 'shared', value: 0n }).execute());
  const increment = (tx: Parameters<Parameters<NonNullable<typeof first>['write']>[0]>[0]) =>
    tx
      .updateTable('counter')
      .set((column) => ({ value: column('value', '+', 1n) }))
      .where('name', '=', 'shared')
      .execute();
  await Promise.all(nodes.flatMap(({ write }) => Array.from({ length: 20 }, () => write(increment))));
  const read = first?.reader.selectFrom('counter').select('value').executeTakeFirstOrThrow();
  assert.equal((await read)?.value, 100n);
  for (const node of nodes) await node.close();
  const rows = await inspectDatabase(url, migrations, ({ readRows }) => readRows('counter', ['value']));
  assert.deepEqual(rows, [{ value: '100' }]);
});

test('a transaction’s limits and locks do not leak to the next user of its session', options, async () => {
  const node = await openDatabase<Schema>(url, migrations);
  const limits = sql<{ setting: string }>`SELECT current_setting(name) AS setting
    FROM unnest(ARRAY['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'search_path']) AS name`;
  for (const durable of [true, false]) {
    const inside = await node.write((tx) => limits.execute(tx), { durable });
    assert.deepEqual(
      inside.rows.slice(0, 3).map(({ setting }) => setting),
      ['10s', '5s', '15s'],
    );
  }
  // Uses both sessions of the pooler.
  const outside = await Promise.all(Array.from({ length: 20 }, () => limits.execute(node.reader)));
  assert.deepEqual(
    [...new Set(outside.map(({ rows }) => rows.map(({ setting }) => setting).join()))],
    ['0,0,0,"$user", public'],
  );
  await node.close();
  const client = new pg.Client({ connectionString: direct });
  await client.connect();
  // Other tests have their own databases on this server.
  const { rows } = await client.query(
    `SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = database
      WHERE locktype = 'advisory' AND datname = current_database()`,
  );
  await client.end();
  assert.deepEqual(rows, []);
});
