import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNonceIssuer } from '../../../src/provider/authentication/nonces.js';
import { createReplayGuard } from '../../../src/provider/authentication/replay-guard.js';

test('a nonce is valid for at least one and at most two minutes', () => {
  let now = 1_000_000_000;
  const nonces = createNonceIssuer(() => now);
  const nonce = nonces.issue();
  now += 60_000;
  assert.ok(nonces.isCurrent(nonce));
  now += 60_000;
  assert.ok(!nonces.isCurrent(nonce));
});

test("a nonce that is empty, changed or another provider's is rejected", () => {
  const nonces = createNonceIssuer(Date.now);
  for (const nonce of ['', 'x', createNonceIssuer(Date.now).issue(), `${nonces.issue()}x`]) {
    assert.ok(!nonces.isCurrent(nonce), nonce);
  }
});

test('nodes with the same secret accept each other’s nonces', () => {
  const secret = [Buffer.alloc(32, 7)] as const;
  assert.ok(createNonceIssuer(Date.now, secret).isCurrent(createNonceIssuer(Date.now, secret).issue()));
});

test('a proof is valid once per key while its nonce is valid', () => {
  let now = 0;
  const replays = createReplayGuard(() => now);
  assert.ok(replays.isFirstUse('key', 'jti'));
  assert.ok(!replays.isFirstUse('key', 'jti'));
  assert.ok(replays.isFirstUse('other key', 'jti'));
  now += 149_000;
  assert.ok(!replays.isFirstUse('key', 'jti'));
  now += 2_000;
  assert.ok(!replays.isFirstUse('key', 'jti'), 'the previous generation is still stored');
});
