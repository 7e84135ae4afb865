import { test } from 'node:test';
import { runModel } from './model.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);

test(`whatever visitor, network, wallet and crashes do in whatever order, no invariant breaks (SEED=${seed})`, async () => {
  await runModel({ runs: 8, seed });
});
