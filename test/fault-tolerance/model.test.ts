import { test } from 'node:test';
import { runModel } from './runs/model-run.js';

// A fixed seed; npm run soak draws new seeds.
const seed = Number(process.env['SEED'] ?? 11);

test(`no sequence of visitor actions, network faults, wallet faults and crashes breaks an invariant (SEED=${seed})`, async () => {
  await runModel({ runs: 8, seed });
});
