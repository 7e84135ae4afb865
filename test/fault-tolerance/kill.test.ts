import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runProviderKills } from './runs/provider-kill-run.js';

// A fixed seed; npm run soak draws new seeds.
const seed = Number(process.env['SEED'] ?? 11);

test(`ten kills of provider and wallet lose no payment and pay nothing twice (SEED=${seed})`, async (t) => {
  const { violations, payments, starts } = await runProviderKills({ rounds: 10, seed });
  assert.deepEqual(violations, []);
  assert.ok(payments > 0);
  // `npm run bench recovery` limits the time of a start.
  t.diagnostic(
    `ready again after ${Math.round(starts[0] as number)} to ${Math.round(starts.at(-1) as number)} ms`,
  );
});
