import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { findPostgres } from '../find-postgres.mjs';
import { startPostgresCluster } from '../support/postgres/postgres-cluster.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { openTestEnvironment } from './environment/test-environment.js';
import { waitFor } from '../support/wait-for.js';

const PAGE_COUNT = 6;
const CRASH_COUNT = 2;
/** Milliseconds. */
const TICK_INTERVAL_MS = 50;
const DOWNTIME_MS = 1_500;
const PAYMENT_TIMEOUT_MS = 60_000;
/**
 * The state "created and delivered" is committed before it is on disk (see `WriteOptions.durable`). A
 * database crash can lose the last moments of it. Then the payment is recovered, and its page receives it
 * again on the same or the next tick.
 */
const DELIVERED_TWICE = /^I7 .* was delivered( 2 times|, but undelivered is 1)$/;

test('while PostgreSQL crashes, pages receive provider-busy, and no payment is lost, made or counted twice', async (t) => {
  const cluster = await startPostgresCluster(findPostgres() as string);
  t.after(() => cluster.close());
  const environment = await openTestEnvironment({
    random: createSeededRandom(1),
    databaseUrl: cluster.url,
    provider: {
      secretKey: 'k'.repeat(43),
      minPaymentDelay: TICK_INTERVAL_MS,
      allowance: { ratePerHour: '36000.00', budget: '1000000.00', period: 'P1M' },
    },
  });
  t.after(() => environment.close());
  const pages = await Promise.all(Array.from({ length: PAGE_COUNT }, () => environment.openPage()));
  let [stopped, paid, away] = [false, 0, false];
  const refusals = new Map<string, number>();
  const load = pages.map(async (page) => {
    while (!stopped) {
      const wasAway = away;
      const outcome = await page.tick();
      if (outcome === 'paid') paid += 1;
      if (outcome === 'failed' && wasAway && away) {
        const { status, code } = page.lastFailure as { status?: number; code?: string };
        const refusal = `${status} ${code}`;
        refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1);
      }
      await setTimeout(TICK_INTERVAL_MS);
    }
  });
  const waitForPayments = async (more: number) => {
    const until = paid + more;
    await waitFor(
      () => paid >= until,
      () => `${until} payments, ${paid} were made`,
      { timeoutMs: PAYMENT_TIMEOUT_MS },
    );
  };
  await waitForPayments(20);
  for (let crash = 0; crash < CRASH_COUNT; crash += 1) {
    await cluster.crash();
    away = true;
    await setTimeout(DOWNTIME_MS);
    away = false;
    await cluster.start();
    await waitForPayments(20);
  }
  stopped = true;
  await Promise.all(load);
  assert.deepEqual([...refusals.keys()], ['503 provider-busy']);
  await environment.drain();
  const violations = await environment.findViolations();
  assert.deepEqual(
    violations.filter((violation) => !DELIVERED_TWICE.test(violation)),
    [],
  );
});
