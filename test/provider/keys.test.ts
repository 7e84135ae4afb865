import assert from 'node:assert/strict';
import { fsyncSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pino from 'pino';
import { openDatabase } from '../../src/database/open-database.js';
import { generateClientKey, parseClientKey } from '../../src/provider/keys/client-key.js';
import { openClientKeys } from '../../src/provider/keys/client-keys.js';
import { resealSecrets } from '../../src/provider/keys/reseal-secrets.js';
import { rotateClientKey } from '../../src/provider/keys/rotate-client-key.js';
import { createSecretBox } from '../../src/provider/keys/secret-box.js';
import { nonceSecrets, readSecretKeys } from '../../src/provider/keys/secret-keys.js';
import { migrations } from '../../src/provider/migrations/migrations.js';
import type { ProviderSchema } from '../../src/provider/schema.js';
import { grantOf } from '../support/stored-grant.js';
import { testDatabase } from '../support/test-database.js';

const MINUTE = 60_000;
const [OLD, NEW] = ['o'.repeat(43), 'n'.repeat(43)];
const folder = mkdtempSync(join(tmpdir(), 'wm-keys-'));
after(() => rmSync(folder, { recursive: true }));
const box = (...keys: string[]) => createSecretBox(readSecretKeys(keys, null));
const log = pino({ level: 'silent' });

test('the secret key is made once, whole and on disk before it is used, readable by its owner alone', () => {
  const file = join(folder, 'secret-key');
  const synced: number[] = [];
  const sync = (descriptor: number) => {
    synced.push(statSync(file, { throwIfNoEntry: false })?.size ?? 0);
    fsyncSync(descriptor);
  };
  const [first] = readSecretKeys(undefined, file, sync);
  assert.deepEqual(synced, [0, 44], 'the content before it has its name, then the name');
  const [second] = readSecretKeys(undefined, file, sync);
  assert.equal(synced.length, 2);
  assert.deepEqual(first, second);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(folder), ['secret-key'], 'no draft stays behind');
});

test('the file’s content and base64url are both understood as the operator’s key; anything else is refused', () => {
  const bytes = Buffer.alloc(32, 251);
  assert.deepEqual(readSecretKeys(bytes.toString('base64'), null), [bytes]);
  assert.deepEqual(readSecretKeys([bytes.toString('base64url'), NEW], null).length, 2);
  for (const bad of ['', 'short', 'x'.repeat(44), ' '.repeat(43), []])
    assert.throws(() => readSecretKeys(bad, null), TypeError, JSON.stringify(bad));
});

test('a sealed secret opens only where it was sealed, unchanged, with one of the keys', () => {
  const sealed = box(OLD).seal('token', 'wallet_grant 1 access_token');
  assert.ok(!sealed.includes('token'));
  assert.equal(box(OLD).open(sealed, 'wallet_grant 1 access_token'), 'token');
  assert.equal(box(NEW, OLD).open(sealed, 'wallet_grant 1 access_token'), 'token');
  assert.throws(() => box(OLD).open(sealed, 'wallet_grant 2 access_token'));
  assert.throws(() => box(NEW).open(sealed, 'wallet_grant 1 access_token'));
  const changed = `${sealed.slice(0, 20)}${sealed[20] === 'A' ? 'B' : 'A'}${sealed.slice(21)}`;
  assert.throws(() => box(OLD).open(changed, 'wallet_grant 1 access_token'));
});

test('nonces are made with another key than secrets are sealed with', () => {
  const keys = readSecretKeys([NEW, OLD], null);
  assert.equal(nonceSecrets(keys).length, 2);
  assert.ok(nonceSecrets(keys).every((secret) => !keys.some((key) => key.equals(secret))));
});

test('a client key that is not Ed25519 is refused, and not shown', async () => {
  await assert.rejects(parseClientKey('-----BEGIN canary'), (error: Error) => !/canary/.test(error.message));
});

test('nodes that start at once on an empty database sign with one key, which no other secret key opens', async () => {
  const storage = await openStorage();
  const [a, b] = await Promise.all([openClientKeys(storage, null), openClientKeys(storage, null)]);
  a.close();
  b.close();
  assert.equal(a.current.keyId, b.current.keyId);
  assert.deepEqual(await a.published(), [b.current.jwk]);
  await assert.rejects(openClientKeys({ ...storage, secrets: box(NEW) }, null), /another secret key/);
});

test('the key file of an older provider is taken over, and it stays the client that wallets know', async () => {
  const file = join(folder, 'client-key.pem');
  writeFileSync(file, generateClientKey());
  const keys = await openClientKeys(await openStorage(), file);
  keys.close();
  assert.equal(keys.current.keyId, (await parseClientKey(readFileSync(file, 'utf8'))).keyId);
});

test('a new client key is published a minute before it signs, and the old one for an hour after', async () => {
  let now = 0;
  const storage = { ...(await openStorage()), now: () => now };
  const keys = await openClientKeys(storage, null);
  after(() => keys.close());
  const old = keys.current.keyId;
  const published = async () => (await keys.published()).map(({ kid }) => kid);

  const next = await rotateClientKey(storage);
  assert.equal(await rotateClientKey(storage), next, 'one at a time');
  await keys.refresh();
  assert.equal(keys.current.keyId, old);
  assert.deepEqual(await published(), [next, old]);

  now = MINUTE;
  await keys.refresh();
  assert.equal(keys.current.keyId, next);
  now = 61 * MINUTE - 1;
  assert.deepEqual(await published(), [next, old]);
  now = 61 * MINUTE;
  assert.deepEqual(await published(), [next]);

  const third = await rotateClientKey(storage);
  assert.deepEqual(await published(), [third, next]);
});

test('while a secret key is rolled out, any two nodes open what the other seals; at once it would not go', () => {
  const opens = (sealing: string[], opening: string[]) =>
    box(...opening).open(box(...sealing).seal('token', 'context'), 'context') === 'token';
  const steps = [[OLD], [OLD, NEW], [NEW, OLD], [NEW]];
  for (const [index, step] of steps.entries()) {
    const next = steps[index + 1] ?? step;
    // After the third step everything is sealed anew.
    assert.ok(opens(step, next) && opens(next, step), `from ${step.join()} to ${next.join()}`);
  }
  assert.throws(() => opens([NEW, OLD], [OLD]));
});

test('no client key is made that the nodes could not open: not while the secret key is being changed', async () => {
  const storage = await openStorage();
  (await openClientKeys(storage, null)).close();
  const both = { ...storage, secrets: box(NEW, OLD) };
  await assert.rejects(rotateClientKey(both), /secret key is being changed/);
  await resealSecrets(both);
  await rotateClientKey(both);
});

test('a new secret key seals everything anew, and then the old one is not needed', async () => {
  const storage = await openStorage();
  (await openClientKeys(storage, null)).close();
  const both = { ...storage, secrets: box(NEW, OLD) };
  assert.deepEqual(await resealSecrets(both), { count: 1, closed: [] });
  assert.deepEqual(await resealSecrets(both), { count: 0, closed: [] });
  (await openClientKeys({ ...storage, secrets: box(NEW) }, null)).close();
});

test('a client key that no key opens is not published, and the others are', async () => {
  const storage = await openStorage();
  const keys = await openClientKeys(storage, null);
  const lost = { generation: -1n, kid: 'lost', private_key: 'nobody’s', signs_from: 0n };
  await storage.write((transaction) => transaction.insertInto('client_key').values(lost).execute());
  const published = await keys.published();
  keys.close();
  assert.deepEqual(
    published.map(({ kid }) => kid),
    [keys.current.keyId],
  );
});

test('a secret that no key opens keeps no other one from being sealed anew, and is named', async () => {
  const storage = await openStorage();
  (await openClientKeys(storage, null)).close();
  const grants = ['a', 'b', 'c'].map((id) =>
    grantOf('of-all', {
      ...{ id, state: 'active' as const, access_token: null },
      continue_token: (id === 'b' ? box(NEW) : storage.secrets).seal(
        't',
        `wallet_grant ${id} continue_token`,
      ),
    }),
  );
  grants[0] = { ...(grants[0] as (typeof grants)[0]), continue_token: 'nobody’s' };
  await storage.write(async (transaction) => {
    const connection = { id: 'of-all', session_key: 'k', origin: 'https://site.example', created_at: 0n };
    await transaction
      .insertInto('connection')
      .values({ ...connection, state: 'active' })
      .execute();
    await transaction.insertInto('wallet_grant').values(grants).execute();
  });
  const both = { ...storage, secrets: box(NEW, OLD) };
  const closed = ['wallet_grant a continue_token'];
  assert.deepEqual(await resealSecrets(both), { count: 2, closed });
  assert.deepEqual(await resealSecrets(both), { count: 0, closed });
});

async function openStorage() {
  const database = await openDatabase<ProviderSchema>(await testDatabase(), migrations);
  after(() => database.close());
  return { database: database.committed, write: database.write, secrets: box(OLD), now: () => 0, log };
}
