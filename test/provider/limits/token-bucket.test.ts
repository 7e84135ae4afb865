import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fullAtAfterToken, msUntilToken } from '../../../src/provider/limits/token-bucket.js';

test('a full bucket has exactly its number of tokens at once, on a clock with fractions too', () => {
  for (const tokens of [1, 3, 20, 60])
    for (const now of [0, 1234.567, 1_764_446_400_000]) {
      const rate = { tokenIntervalMs: 1000 / tokens, refillTimeMs: 1000 };
      let fullAt = -Infinity;
      for (let taken = 0; taken < tokens; taken += 1) {
        assert.equal(msUntilToken(rate, fullAt, now), 0, `token ${taken + 1} of ${tokens} at ${now}`);
        fullAt = fullAtAfterToken(rate, fullAt, now);
      }
      const waitMs = msUntilToken(rate, fullAt, now);
      assert.equal(waitMs, Math.ceil(1000 / tokens));
      assert.equal(msUntilToken(rate, fullAt, now + waitMs), 0, 'after the wait there is one');
    }
});

test('a clock that is set back does not empty a bucket for longer than its refill time', () => {
  const rate = { tokenIntervalMs: 50, refillTimeMs: 1000 };
  assert.equal(msUntilToken(rate, 1_000_000, 0), 50);
});
