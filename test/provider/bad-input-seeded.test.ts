import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runMalformedRelay } from '../soak/malformed-relay-run.js';

const COUNT = 1_000;

/** `npm run soak malformed-relay` sends ten thousand. SEED repeats a run. */
// The same each time; npm run soak draws new ones.
const seed = Number(process.env['SEED'] ?? 11);

test(`${COUNT} malformed calls of the relay: no crash and no 5xx (SEED=${seed})`, async (t) => {
  const { kinds, statuses } = await runMalformedRelay(COUNT, seed);
  t.diagnostic(`${kinds} kinds; ${[...statuses].map((entry) => entry.join(': ')).join(', ')}`);
  assert.ok(kinds >= 60);
  assert.ok((statuses.get('400') ?? 0) > COUNT / 10);
});
