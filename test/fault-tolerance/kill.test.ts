import assert from 'node:assert/strict';
import { availableParallelism, loadavg } from 'node:os';
import { test } from 'node:test';
import { runProviderKills } from './runs/provider-kill-run.js';

// A fixed seed; npm run soak draws new seeds.
const seed = Number(process.env['SEED'] ?? 11);

test(`ten kills of provider and wallet lose no payment and pay nothing twice (SEED=${seed})`, async () => {
  const { violations, payments, starts } = await runProviderKills({ rounds: 10, seed });
  assert.deepEqual(violations, []);
  assert.ok(payments > 0);
  // The fastest of ten restarts, because a busy machine slows single ones down. npm run soak prints the
  // slowest.
  const busy = Math.max(1, (loadavg()[0] as number) / availableParallelism());
  const ready = (starts[0] as number) / busy;
  assert.ok(ready <= 3_000, `ready again after ${Math.round(ready)} ms`);
});
