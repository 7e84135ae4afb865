import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadOrGenerateClientKey } from '../../src/provider/keys/client-key.js';
import { openSecretBox } from '../../src/provider/keys/secret-box.js';

const folder = mkdtempSync(join(tmpdir(), 'wm-keys-'));
after(() => rmSync(folder, { recursive: true }));

test('the client key is made once, readable by its owner alone, and stays', async () => {
  const file = join(folder, 'client-key.pem');
  const first = await loadOrGenerateClientKey(file);
  const second = await loadOrGenerateClientKey(file);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(first.keyId, second.keyId);
  assert.deepEqual(Object.keys(first.jwk).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x']);
});

test('a file that is not an Ed25519 key is refused, not replaced', async () => {
  const file = join(folder, 'other.pem');
  writeFileSync(file, 'not a key');
  await assert.rejects(loadOrGenerateClientKey(file));
  assert.equal(readFileSync(file, 'utf8'), 'not a key');
});

test('a sealed secret opens only where it was sealed, unchanged, with the same key', () => {
  const file = join(folder, 'secret-key');
  const sealed = openSecretBox(file).seal('token', 'wallet_grant 1 access_token');
  assert.ok(!sealed.includes('token'));
  assert.equal(openSecretBox(file).open(sealed, 'wallet_grant 1 access_token'), 'token');
  assert.throws(() => openSecretBox(file).open(sealed, 'wallet_grant 2 access_token'));
  assert.throws(() => openSecretBox(null).open(sealed, 'wallet_grant 1 access_token'));
  const changed = Buffer.from(sealed, 'base64url');
  changed[14] = (changed[14] as number) ^ 1;
  assert.throws(() => openSecretBox(file).open(changed.toString('base64url'), 'wallet_grant 1 access_token'));
});
