import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PARSERS } from '../attacks/parsers.js';
import { runFuzz } from './fuzz-run.js';
import { FUZZED_PARSERS } from './parser-targets.js';

const SECONDS = 10;
// The same each time; npm run soak draws new ones.
const seed = Number(process.env['SEED'] ?? 11);

test('every parser is fuzzed', () => {
  assert.deepEqual(Object.keys(FUZZED_PARSERS).sort(), Object.keys(PARSERS).sort());
});

/** `npm run soak fuzz` takes ten minutes. SEED and RUN_PATH repeat what a failure has named. */
test(`${SECONDS} seconds of what parsers and relay calls do not expect (SEED=${seed})`, async (t) => {
  const path = process.env['RUN_PATH'];
  const { inputs, targets } = await runFuzz({ seconds: SECONDS, seed, path });
  t.diagnostic(`${inputs} inputs for ${targets} parsers and calls`);
});
