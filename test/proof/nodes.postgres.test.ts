import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SKIP_PGBOUNCER, startPgBouncer } from '../support/pgbouncer.js';
import { createPostgresDatabase } from '../support/test-database.js';
import { runNodes } from './nodes-run.js';

// The same each time; npm run soak draws new ones.
const seed = Number(process.env['SEED'] ?? 11);

test(`of three nodes, one killed or stopped for longer than its claim pays nothing twice (SEED=${seed})`, async (t) => {
  const databaseUrl = await createPostgresDatabase();
  // Two of them behind a pooler, where there is one: what their sessions keep is not theirs alone.
  const pooler = SKIP_PGBOUNCER ? undefined : await startPgBouncer(databaseUrl);
  t.after(() => pooler?.close());
  const { violations, payments } = await runNodes({ rounds: 4, seed, databaseUrl, poolerUrl: pooler?.url });
  assert.deepEqual(violations, []);
  assert.ok(payments > 0);
});
