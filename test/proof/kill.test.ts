import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runProviderKills } from './kill-run.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);

test(`ten kills of provider and wallet lose nothing and pay nothing twice (SEED=${seed})`, async () => {
  const { violations, payments } = await runProviderKills({ rounds: 10, seed });
  assert.deepEqual(violations, []);
  assert.ok(payments > 0);
});
