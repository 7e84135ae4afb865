import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runMalformedRequests } from '../../soak/runs/malformed-requests-run.js';

const COUNT = 1_000;

/** `npm run soak malformed` sends ten thousand requests. SEED repeats a run. */
// A fixed seed; npm run soak draws new seeds.
const seed = Number(process.env['SEED'] ?? 11);

test(`${COUNT} malformed requests cause no crash, no 5xx and no payment (SEED=${seed})`, async (t) => {
  const { kinds, statuses } = await runMalformedRequests(COUNT, seed);
  t.diagnostic(`${kinds} kinds; ${[...statuses].map((entry) => entry.join(': ')).join(', ')}`);
  assert.ok(kinds >= 60);
  assert.ok((statuses.get('400') ?? 0) > COUNT / 4);
});
