import assert from 'node:assert/strict';
import { fsyncSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pino from 'pino';
import { openDatabase } from '../../../src/database/open-database.js';
import { parseClientKey } from '../../../src/provider/keys/client-key.js';
import { generateEd25519KeyPair } from '../../../src/provider/keys/generate-ed25519-key-pair.js';
import { openClientKeyRing } from '../../../src/provider/keys/client-key-ring.js';
import { resealSecrets } from '../../../src/provider/keys/reseal-secrets.js';
import { rotateClientKey } from '../../../src/provider/keys/rotate-client-key.js';
import { createSecretBox } from '../../../src/provider/keys/secret-box.js';
import { deriveNonceSecrets, loadSecretKeys } from '../../../src/provider/keys/secret-keys.js';
import { migrations } from '../../../src/provider/migrations/migrations.js';
import type { ProviderSchema } from '../../../src/provider/core/database-schema.js';
import { sampleGrant } from '../../support/provider/stored-grant.js';
import { testDatabase } from '../../support/postgres/test-database.js';

const MINUTE_MS = 60_000;
const [OLD, NEW] = ['o'.repeat(43), 'n'.repeat(43)];
const folder = mkdtempSync(join(tmpdir(), 'wm-keys-'));
after(() => rmSync(folder, { recursive: true }));
const box = (...keys: string[]) => createSecretBox(loadSecretKeys(keys, null));
const log = pino({ level: 'silent' });

test('the secret key file is created once, synced before use, and readable by its owner only', () => {
  const file = join(folder, 'secret-key');
  const synced: number[] = [];
  const sync = (descriptor: number) => {
    synced.push(statSync(file, { throwIfNoEntry: false })?.size ?? 0);
    fsyncSync(descriptor);
  };
  const [first] = loadSecretKeys(undefined, file, sync);
  assert.deepEqual(synced, [0, 44], 'first the content, then the directory entry');
  const [second] = loadSecretKeys(undefined, file, sync);
  assert.equal(synced.length, 2);
  assert.deepEqual(first, second);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(folder), ['secret-key'], 'no temporary file');
});

test('the operator’s key can be the file’s content or base64url; anything else is rejected', () => {
  const bytes = Buffer.alloc(32, 251);
  assert.deepEqual(loadSecretKeys(bytes.toString('base64'), null), [bytes]);
  assert.deepEqual(loadSecretKeys([bytes.toString('base64url'), NEW], null).length, 2);
  for (const bad of ['', 'short', 'x'.repeat(44), ' '.repeat(43), []])
    assert.throws(() => loadSecretKeys(bad, null), TypeError, JSON.stringify(bad));
});

test('a sealed secret opens only in its context, unchanged, with one of the keys', () => {
  const sealed = box(OLD).seal('token', 'wallet_grant 1 access_token');
  assert.ok(!sealed.includes('token'));
  assert.equal(box(OLD).open(sealed, 'wallet_grant 1 access_token'), 'token');
  assert.equal(box(NEW, OLD).open(sealed, 'wallet_grant 1 access_token'), 'token');
  assert.throws(() => box(OLD).open(sealed, 'wallet_grant 2 access_token'));
  assert.throws(() => box(NEW).open(sealed, 'wallet_grant 1 access_token'));
  const changed = `${sealed.slice(0, 20)}${sealed[20] === 'A' ? 'B' : 'A'}${sealed.slice(21)}`;
  assert.throws(() => box(OLD).open(changed, 'wallet_grant 1 access_token'));
});

test('nonces and sealed secrets use different derived keys', () => {
  const keys = loadSecretKeys([NEW, OLD], null);
  assert.equal(deriveNonceSecrets(keys).length, 2);
  assert.ok(deriveNonceSecrets(keys).every((secret) => !keys.some((key) => key.equals(secret))));
});

test('a client key that is not Ed25519 is rejected without being printed', async () => {
  await assert.rejects(parseClientKey('-----BEGIN canary'), (error: Error) => !/canary/.test(error.message));
});

test('nodes that start at once on an empty database share one client key, which no other secret key opens', async () => {
  const storage = await openStorage();
  const [a, b] = await Promise.all([openClientKeyRing(storage, null), openClientKeyRing(storage, null)]);
  a.close();
  b.close();
  assert.equal(a.current.keyId, b.current.keyId);
  assert.deepEqual(await a.published(), [b.current.jwk]);
  await assert.rejects(openClientKeyRing({ ...storage, secrets: box(NEW) }, null), /another secret key/);
});

test('the key file of an older provider is imported and stays the client’s key', async () => {
  const file = join(folder, 'client-key.pem');
  writeFileSync(file, generateEd25519KeyPair());
  const keys = await openClientKeyRing(await openStorage(), file);
  keys.close();
  assert.equal(keys.current.keyId, (await parseClientKey(readFileSync(file, 'utf8'))).keyId);
});

test('a new client key is published a minute before its first use, and the old one for an hour after', async () => {
  let now = 0;
  const storage = { ...(await openStorage()), now: () => now };
  const keys = await openClientKeyRing(storage, null);
  after(() => keys.close());
  const old = keys.current.keyId;
  const published = async () => (await keys.published()).map(({ kid }) => kid);

  const next = await rotateClientKey(storage);
  assert.equal(await rotateClientKey(storage), next, 'one rotation at a time');
  await keys.refresh();
  assert.equal(keys.current.keyId, old);
  assert.deepEqual(await published(), [next, old]);

  now = MINUTE_MS;
  await keys.refresh();
  assert.equal(keys.current.keyId, next);
  now = 61 * MINUTE_MS - 1;
  assert.deepEqual(await published(), [next, old]);
  now = 61 * MINUTE_MS;
  assert.deepEqual(await published(), [next]);

  const third = await rotateClientKey(storage);
  assert.deepEqual(await published(), [third, next]);
});

test('during a gradual rollout of a secret key, any two nodes open each other’s secrets', () => {
  const opens = (sealing: string[], opening: string[]) =>
    box(...opening).open(box(...sealing).seal('token', 'context'), 'context') === 'token';
  const steps = [[OLD], [OLD, NEW], [NEW, OLD], [NEW]];
  for (const [index, step] of steps.entries()) {
    const next = steps[index + 1] ?? step;
    // After the third step all secrets are sealed again.
    assert.ok(opens(step, next) && opens(next, step), `from ${step.join()} to ${next.join()}`);
  }
  assert.throws(() => opens([NEW, OLD], [OLD]));
});

test('no client key is created while the secret key is being changed', async () => {
  const storage = await openStorage();
  (await openClientKeyRing(storage, null)).close();
  const both = { ...storage, secrets: box(NEW, OLD) };
  await assert.rejects(rotateClientKey(both), /secret key rotation is in progress/);
  await resealSecrets(both);
  await rotateClientKey(both);
});

test('a new secret key reseals all secrets, and the old one is not needed any more', async () => {
  const storage = await openStorage();
  (await openClientKeyRing(storage, null)).close();
  const both = { ...storage, secrets: box(NEW, OLD) };
  assert.deepEqual(await resealSecrets(both), { count: 1, unreadable: [] });
  assert.deepEqual(await resealSecrets(both), { count: 0, unreadable: [] });
  (await openClientKeyRing({ ...storage, secrets: box(NEW) }, null)).close();
});

test('an unreadable client key is not published, but the others are', async () => {
  const storage = await openStorage();
  const keys = await openClientKeyRing(storage, null);
  const lost = { generation: -1n, kid: 'lost', private_key: 'unreadable', signs_from: 0n };
  await storage.write((transaction) => transaction.insertInto('client_key').values(lost).execute());
  const published = await keys.published();
  keys.close();
  assert.deepEqual(
    published.map(({ kid }) => kid),
    [keys.current.keyId],
  );
});

test('an unreadable secret is reported and does not prevent the others from being resealed', async () => {
  const storage = await openStorage();
  (await openClientKeyRing(storage, null)).close();
  const grants = ['a', 'b', 'c'].map((id) =>
    sampleGrant('of-all', {
      ...{ id, state: 'active' as const, access_token: null },
      continue_token: (id === 'b' ? box(NEW) : storage.secrets).seal(
        't',
        `wallet_grant ${id} continue_token`,
      ),
    }),
  );
  grants[0] = { ...(grants[0] as (typeof grants)[0]), continue_token: 'unreadable' };
  await storage.write(async (transaction) => {
    const connection = { id: 'of-all', session_key: 'k', origin: 'https://site.example', created_at: 0n };
    await transaction
      .insertInto('connection')
      .values({ ...connection, state: 'active' })
      .execute();
    await transaction.insertInto('wallet_grant').values(grants).execute();
  });
  const both = { ...storage, secrets: box(NEW, OLD) };
  const unreadable = ['wallet_grant a continue_token'];
  assert.deepEqual(await resealSecrets(both), { count: 2, unreadable });
  assert.deepEqual(await resealSecrets(both), { count: 0, unreadable });
});

async function openStorage() {
  const database = await openDatabase<ProviderSchema>(await testDatabase(), migrations);
  after(() => database.close());
  return { database: database.reader, write: database.write, secrets: box(OLD), now: () => 0, log };
}
