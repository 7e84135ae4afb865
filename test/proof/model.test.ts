import { test } from 'node:test';
import { runModel } from './model.js';

// The same each time; npm run soak draws new ones.
const seed = Number(process.env['SEED'] ?? 11);

test(`whatever visitor, network, wallet and crashes do in whatever order, no invariant breaks (SEED=${seed})`, async () => {
  await runModel({ runs: 8, seed });
});
