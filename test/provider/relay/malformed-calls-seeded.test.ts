import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runMalformedCalls } from '../../soak/runs/malformed-calls-run.js';

const COUNT = 1_000;

/** `npm run soak malformed-relay` sends ten thousand calls. SEED repeats a run. */
// A fixed seed; npm run soak draws new seeds.
const seed = Number(process.env['SEED'] ?? 11);

test(`${COUNT} malformed relay calls cause no crash and no 5xx (SEED=${seed})`, async (t) => {
  const { kinds, statuses } = await runMalformedCalls(COUNT, seed);
  t.diagnostic(`${kinds} kinds; ${[...statuses].map((entry) => entry.join(': ')).join(', ')}`);
  assert.ok(kinds >= 60);
  assert.ok((statuses.get('400') ?? 0) > COUNT / 10);
});
