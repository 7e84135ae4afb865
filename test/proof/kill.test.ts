import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runProviderKills } from './kill-run.js';

// The same each time; npm run soak draws new ones.
const seed = Number(process.env['SEED'] ?? 11);

test(`ten kills of provider and wallet lose nothing and pay nothing twice (SEED=${seed})`, async () => {
  const { violations, payments, starts } = await runProviderKills({ rounds: 10, seed });
  assert.deepEqual(violations, []);
  assert.ok(payments > 0);
  // The fastest of ten: a machine that does other things as well makes the others slower. npm run soak prints the slowest.
  const ready = starts[0] as number;
  assert.ok(ready <= 3_000, `ready again after ${Math.round(ready)} ms`);
});
