import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runMalformed } from '../soak/malformed-run.js';

const COUNT = 1_000;

/** `npm run soak malformed` sends ten thousand. SEED repeats a run. */
// The same each time; npm run soak draws new ones.
const seed = Number(process.env['SEED'] ?? 11);

test(`${COUNT} malformed requests: no crash, no 5xx, no money moved (SEED=${seed})`, async (t) => {
  const { kinds, statuses } = await runMalformed(COUNT, seed);
  t.diagnostic(`${kinds} kinds; ${[...statuses].map((entry) => entry.join(': ')).join(', ')}`);
  assert.ok(kinds >= 60);
  assert.ok((statuses.get('400') ?? 0) > COUNT / 4);
});
