import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import Database from 'libsql';
import { Kysely, Migrator, PostgresDialect, sql } from 'kysely';
import type { Migrations } from '../../src/database/core/migrate.js';
import { openDatabase } from '../../src/database/open-database.js';
import { createPostgresPool } from '../../src/database/postgres/postgres-pool.js';
import { inspectDatabase } from '../../src/database/inspect-database.js';
import { SingleWriterDialect } from '../../src/database/sqlite/single-writer-dialect.js';
import { inspectProvider } from '../../src/provider/operations/inspect-provider.js';
import { migrations } from '../../src/provider/migrations/migrations.js';
import type { ProviderSchema } from '../../src/provider/core/database-schema.js';
import { ON_POSTGRES, testDatabase } from '../support/postgres/test-database.js';

const folder = mkdtempSync(join(tmpdir(), 'wm-shared-'));
after(() => rmSync(folder, { recursive: true }));
let files = 0;

async function newDatabase(): Promise<string> {
  if (ON_POSTGRES) return testDatabase();
  const own = join(folder, String((files += 1)));
  mkdirSync(own);
  return join(own, 'provider.db');
}

/** Another application with the same migration library, in this schema or in the default one. */
async function openShop(location: string, schema?: string): Promise<Kysely<unknown>> {
  const shop = plain(location);
  if (schema) await sql`CREATE SCHEMA ${sql.id(schema)}`.execute(shop);
  await migrateShop(shop, schema);
  const table = sql.table(schema ? `${schema}.session` : 'session');
  await sql`CREATE TABLE ${table} (cart TEXT)`.execute(shop);
  return shop;
}

async function migrateShop(shop: Kysely<unknown>, schema?: string): Promise<void> {
  const up = async () => undefined;
  const { error } = await new Migrator({
    db: shop,
    provider: { getMigrations: async () => ({ '2024_shop': { up } }) },
    ...(schema && { migrationTableSchema: schema }),
  }).migrateToLatest();
  assert.equal(error, undefined);
}

function plain(location: string): Kysely<unknown> {
  const dialect = ON_POSTGRES
    ? new PostgresDialect({ pool: createPostgresPool(location, { max: 1 }) })
    : new SingleWriterDialect({ database: new Database(location) });
  return new Kysely<unknown>({ dialect });
}

for (const schema of ON_POSTGRES ? [undefined, 'shop'] : []) {
  test(`next to a shop with its own migrations and a session table in ${schema ?? 'the first'} schema, both work`, async () => {
    const location = await newDatabase();
    const shop = await openShop(location, schema);
    assert.match(
      await checked(location),
      /^note PostgreSQL responds; migrations to run at the next start: 0001-/,
    );
    const provider = await openDatabase<ProviderSchema>(location, migrations);
    assert.equal((await provider.readAppliedMigrations()).length, Object.keys(migrations).length);
    assert.deepEqual(await provider.reader.selectFrom('session').selectAll().execute(), []);
    assert.match(await checked(location), /^ok PostgreSQL responds, with all /);
    await provider.close();
    await migrateShop(shop, schema);
    await shop.destroy();
  });
}

if (ON_POSTGRES)
  test('a shop that is installed later finds no foreign migrations', async () => {
    const location = await newDatabase();
    await (await openDatabase(location, migrations)).close();
    await (await openShop(location)).destroy();
  });

if (!ON_POSTGRES)
  test('a file of another application is rejected with its table names, before any change', async () => {
    const location = await newDatabase();
    await (await openShop(location)).destroy();
    const before = [readFileSync(location).toString('base64'), statSync(location).mode];
    await assert.rejects(openDatabase(location, migrations), (error: Error & { cause: Error }) => {
      assert.match(error.cause.message, /\.db has the tables session of another application; choose a file/);
      return true;
    });
    assert.match(await checked(location), /^failed .* of another application/);
    assert.deepEqual([readFileSync(location).toString('base64'), statSync(location).mode], before);
  });

test('the tables of an earlier version are used where they are, and not migrated again', async () => {
  const location = await newDatabase();
  const earlier = plain(location);
  const { error } = await new Migrator({
    db: earlier,
    provider: { getMigrations: async () => earlierOf(migrations) },
  }).migrateToLatest();
  assert.equal(error, undefined);
  await sql`INSERT INTO connection (id, session_key, origin, state, created_at) VALUES ('c', 'k', 'o', 'new', 0)`.execute(
    earlier,
  );
  const newest = Object.keys(migrations).at(-1);
  assert.ok((await checked(location)).endsWith(`migrations to run at the next start: ${newest}`));
  const provider = await openDatabase<ProviderSchema>(location, migrations);
  assert.equal((await provider.readAppliedMigrations()).length, Object.keys(migrations).length);
  const ids = await provider.reader.selectFrom('connection').select('id').execute();
  assert.deepEqual(ids, [{ id: 'c' }]);
  // A running node of the earlier version sees the writes of this one.
  await provider.write((tx) => tx.deleteFrom('connection').execute());
  const { rows } = await sql`SELECT id FROM connection`.execute(earlier);
  assert.deepEqual(rows, []);
  await provider.close();
  await earlier.destroy();
});

test('a database of a newer version is rejected unchanged, and --check reports that beforehand', async () => {
  const location = await newDatabase();
  const newer: Migrations = { ...migrations, '9999-newer': { up: async () => undefined } };
  await (await openDatabase(location, newer)).close();
  await assert.rejects(openDatabase(location, migrations), (error: Error & { cause: Error }) => {
    assert.match(error.cause.message, /a newer version has migrated this database: 9999-newer/);
    return true;
  });
  assert.match(
    await checked(location),
    /^failed .*a newer version has migrated (?:it|this database): 9999-newer/,
  );
  const done = await inspectDatabase(location, newer, async ({ appliedMigrations }) => appliedMigrations);
  assert.equal(done.at(-1), '9999-newer');
});

function earlierOf(all: Migrations): Migrations {
  return Object.fromEntries(Object.entries(all).slice(0, -1));
}

/** The line of --check about it. */
async function checked(location: string): Promise<string> {
  const findings = await inspectProvider({
    ...{ origin: 'https://provider.invalid', secretKey: 'k'.repeat(43) },
    ...(ON_POSTGRES
      ? { dataDirectory: folder, databaseUrl: location }
      : { dataDirectory: dirname(location) }),
  });
  const { status, message } = findings.find(({ name }) => name === 'database') ?? {};
  return `${status} ${message}`;
}
