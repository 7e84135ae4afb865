import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPostgresDatabase } from '../support/test-database.js';
import { runNodes } from './nodes-run.js';

// The same each time; npm run soak draws new ones.
const seed = Number(process.env['SEED'] ?? 11);

test(`of three nodes, one killed or stopped for longer than its claim pays nothing twice (SEED=${seed})`, async () => {
  const databaseUrl = await createPostgresDatabase();
  const { violations, payments } = await runNodes({ rounds: 4, seed, databaseUrl });
  assert.deepEqual(violations, []);
  assert.ok(payments > 0);
});
