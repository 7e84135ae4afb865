import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exponentialDelay } from '../../src/protocol/retry-delay.js';

test('the delay doubles with each failure, up to its maximum', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 4, 2_000].map((failures) => exponentialDelay(failures, 1_000, 10_000)),
    [1_000, 2_000, 4_000, 8_000, 10_000, 10_000],
  );
});
