import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SKIP_PGBOUNCER, startPgBouncer } from '../support/postgres/pgbouncer.js';
import { createPostgresDatabase } from '../support/postgres/test-database.js';
import { runNodes } from './runs/nodes-run.js';

// A fixed seed; npm run soak draws new seeds.
const seed = Number(process.env['SEED'] ?? 11);

test(`a node of three that is killed, or stopped beyond its lease, pays nothing twice (SEED=${seed})`, async (t) => {
  const databaseUrl = await createPostgresDatabase();
  // Two nodes use a pooler, if there is one: they share the state of its database sessions.
  const pooler = SKIP_PGBOUNCER ? undefined : await startPgBouncer(databaseUrl);
  t.after(() => pooler?.close());
  const { violations, payments } = await runNodes({ rounds: 4, seed, databaseUrl, poolerUrl: pooler?.url });
  assert.deepEqual(violations, []);
  assert.ok(payments > 0);
});
