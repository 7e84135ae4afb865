import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runWalletKills } from '../soak/runs/wallet-kill-run.js';

const KILL_COUNT = 4;

/** `npm run soak kill` kills a hundred times. SEED repeats a run as far as possible. */
// A fixed seed; npm run soak draws new seeds.
const seed = Number(process.env['SEED'] ?? 11);

test(`a wallet that is killed ${KILL_COUNT} times during payments keeps every accepted payment, once (SEED=${seed})`, async (t) => {
  const { promised, made } = await runWalletKills(KILL_COUNT, seed);
  t.diagnostic(`${promised} payments with a 201, ${made} made`);
  assert.ok(promised > 0 && made >= promised);
});
