import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runKills } from '../soak/kill-run.js';

const KILLS = 4;

/** `npm run soak kill` kills a hundred times. SEED repeats a run, as far as a kill can be repeated. */
// The same each time; npm run soak draws new ones.
const seed = Number(process.env['SEED'] ?? 11);

test(`a wallet that is killed ${KILLS} times in the middle of payments keeps every promise, once (SEED=${seed})`, async (t) => {
  const { promised, made } = await runKills(KILLS, seed);
  t.diagnostic(`${promised} payments promised, ${made} made`);
  assert.ok(promised > 0 && made >= promised);
});
