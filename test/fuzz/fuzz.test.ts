import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PARSERS } from '../attacks/parsing/parsers.js';
import { runFuzz } from './fuzz-run.js';
import { FUZZED_PARSERS } from './parser-targets.js';

const SECONDS = 10;
// A fixed seed; npm run soak draws new seeds.
const seed = Number(process.env['SEED'] ?? 11);

test('every parser is fuzzed', () => {
  assert.deepEqual(Object.keys(FUZZED_PARSERS).sort(), Object.keys(PARSERS).sort());
});

/** `npm run soak fuzz` runs for ten minutes. SEED and RUN_PATH repeat a failure. */
test(`parsers and relay calls handle ${SECONDS} seconds of random input (SEED=${seed})`, async (t) => {
  const path = process.env['RUN_PATH'];
  const { inputs, targets } = await runFuzz({ seconds: SECONDS, seed, path });
  t.diagnostic(`${inputs} inputs for ${targets} parsers and calls`);
});
