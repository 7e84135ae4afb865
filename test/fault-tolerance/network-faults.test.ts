import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runFaults } from './runs/network-fault-run.js';

// A fixed seed; npm run soak draws new seeds.
const seed = Number(process.env['SEED'] ?? 11);

test(`1,000 payments with faults in every fifth request are made and counted once (SEED=${seed})`, async () => {
  const { violations, stuck, payments } = await runFaults({ payments: 1_000, seed });
  assert.deepEqual(violations, []);
  assert.deepEqual(stuck, []);
  assert.ok(payments >= 1_000);
});
