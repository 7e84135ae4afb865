import assert from 'node:assert/strict';
import { availableParallelism, loadavg } from 'node:os';
import { test } from 'node:test';
import { runProviderKills } from './kill-run.js';

// The same each time; npm run soak draws new ones.
const seed = Number(process.env['SEED'] ?? 11);

test(`ten kills of provider and wallet lose nothing and pay nothing twice (SEED=${seed})`, async () => {
  const { violations, payments, starts } = await runProviderKills({ rounds: 10, seed });
  assert.deepEqual(violations, []);
  assert.ok(payments > 0);
  // The fastest of ten, and as much slower as the machine is busy with other things. npm run soak prints the slowest.
  const busy = Math.max(1, (loadavg()[0] as number) / availableParallelism());
  const ready = (starts[0] as number) / busy;
  assert.ok(ready <= 3_000, `ready again after ${Math.round(ready)} ms`);
});
