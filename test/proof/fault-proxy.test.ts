import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runFaults } from './fault-run.js';

// The same each time; npm run soak draws new ones.
const seed = Number(process.env['SEED'] ?? 11);

test(`1,000 payments while every fifth request goes wrong are made once and counted once (SEED=${seed})`, async () => {
  const { violations, stuck, payments } = await runFaults({ payments: 1_000, seed });
  assert.deepEqual(violations, []);
  assert.deepEqual(stuck, []);
  assert.ok(payments >= 1_000);
});
