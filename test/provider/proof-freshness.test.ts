import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNonceIssuer } from '../../src/provider/checks/nonces.js';
import { createReplayGuard } from '../../src/provider/checks/replay-guard.js';

test('a nonce is good for at least one and at most two minutes', () => {
  let now = 1_000_000_000;
  const nonces = createNonceIssuer(() => now);
  const nonce = nonces.issue();
  now += 60_000;
  assert.ok(nonces.isCurrent(nonce));
  now += 60_000;
  assert.ok(!nonces.isCurrent(nonce));
});

test("another provider's nonce, an empty one and a changed one are refused", () => {
  const nonces = createNonceIssuer(Date.now);
  for (const nonce of ['', 'x', createNonceIssuer(Date.now).issue(), `${nonces.issue()}x`]) {
    assert.ok(!nonces.isCurrent(nonce), nonce);
  }
});

test('nodes with one secret accept each other’s nonces', () => {
  const secret = [Buffer.alloc(32, 7)] as const;
  assert.ok(createNonceIssuer(Date.now, secret).isCurrent(createNonceIssuer(Date.now, secret).issue()));
});

test('a proof is used once, for as long as its nonce lives, and by one key', () => {
  let now = 0;
  const replays = createReplayGuard(() => now);
  assert.ok(replays.isFirstUse('key', 'jti'));
  assert.ok(!replays.isFirstUse('key', 'jti'));
  assert.ok(replays.isFirstUse('other key', 'jti'));
  now += 149_000;
  assert.ok(!replays.isFirstUse('key', 'jti'));
  now += 2_000;
  assert.ok(!replays.isFirstUse('key', 'jti'), 'the generation before is still remembered');
});
