import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { findPostgres } from '../find-postgres.mjs';
import { startPostgresCluster } from '../support/postgres-cluster.js';
import { seededRandom } from '../support/wallet-random.js';
import { openWorld } from './world.js';

const PAGES = 6;
const CRASHES = 2;
/** Milliseconds. */
const TICK = 50;
const AWAY = 1_500;
const PATIENCE = 60_000;
/**
 * That a payment was made and told is committed before it is on disk (see `WriteOptions.durable`). A crash of the database itself forgets the last
 * moments of that, the payment is found out anew, and its page hears of it once more: it has, or its next tick will.
 */
const TOLD_AGAIN = /^I7 .* was told( 2 times|, and is not to be told: 1)$/;

test('while PostgreSQL crashes and starts again under ticking pages they are told provider-busy, and nothing is lost, paid or counted twice', async (t) => {
  const cluster = await startPostgresCluster(findPostgres() as string);
  t.after(() => cluster.close());
  const world = await openWorld({
    random: seededRandom(1),
    databaseUrl: cluster.url,
    provider: {
      secretKey: 'k'.repeat(43),
      minPaymentDelay: TICK,
      allowance: { ratePerHour: '36000.00', budget: '1000000.00', period: 'P1M' },
    },
  });
  t.after(() => world.close());
  const pages = await Promise.all(Array.from({ length: PAGES }, () => world.openPage()));
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
      await setTimeout(TICK);
    }
  });
  const paidMore = async (more: number) => {
    const [until, patience] = [paid + more, performance.now() + PATIENCE];
    while (paid < until && performance.now() < patience) await setTimeout(TICK);
    assert.ok(paid >= until, `${paid} payments`);
  };
  await paidMore(20);
  for (let crash = 0; crash < CRASHES; crash += 1) {
    await cluster.crash();
    away = true;
    await setTimeout(AWAY);
    away = false;
    await cluster.start();
    await paidMore(20);
  }
  stopped = true;
  await Promise.all(load);
  assert.deepEqual([...refusals.keys()], ['503 provider-busy']);
  await world.quiesce();
  const violations = await world.violations();
  assert.deepEqual(
    violations.filter((violation) => !TOLD_AGAIN.test(violation)),
    [],
  );
});
