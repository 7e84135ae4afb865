import assert from 'node:assert/strict';
import { copyFileSync, rmSync } from 'node:fs';
import { test } from 'node:test';
import Database from 'libsql';
import { createSeededRandom } from '../support/seeded-random.js';
import { openTestEnvironment } from './environment/test-environment.js';

const TICK_INTERVAL_MS = 2_000;
const MINUTE_MS = 60_000;
/** Ten cents in an hour. */
const ALLOWANCE = { ratePerHour: '18.00', budget: '0.10', period: 'PT1H' };

test('after an older database copy is restored, lost payments count as spent, none is made twice, and the budget holds', async () => {
  const environment = await openTestEnvironment({
    random: createSeededRandom(1),
    provider: { allowance: ALLOWANCE },
  });
  try {
    const page = await environment.openPage();
    const pay = async () => {
      await environment.advance(TICK_INTERVAL_MS);
      return page.tick();
    };
    for (let count = 0; count < 3; count += 1) assert.equal(await pay(), 'paid');
    // The provider's interval may have just begun, while the wallet's has not.
    await environment.advance(6 * MINUTE_MS);
    const { provider } = environment.databases;
    const backup = `${provider}.backup`;
    const database = new Database(provider);
    database.pragma('busy_timeout=5000');
    database.prepare('VACUUM INTO ?').run(backup);
    database.close();
    for (let count = 0; count < 4; count += 1) assert.equal(await pay(), 'paid');
    await environment.crash(undefined, undefined, () => {
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${provider}${suffix}`, { force: true });
      copyFileSync(backup, provider);
    });
    assert.equal(await pay(), 'paid');
    assert.equal(
      (await environment.collectState()).connections[0]?.spent,
      8n,
      'every payment of the wallet counts',
    );
    for (let count = 0; count < 2; count += 1) assert.equal(await pay(), 'paid');
    assert.equal(await pay(), 'failed');
    assert.equal((page.lastFailure as { code?: string }).code, 'budget-spent');
    await environment.drain();
    const { wallet } = await environment.collectState();
    assert.equal(wallet.payments.length, 10, 'the budget allows ten payments');
    const violations = await environment.findViolations();
    assert.deepEqual(
      violations.filter((violation) => /^I[1238]/.test(violation)),
      [],
    );
  } finally {
    await environment.close();
  }
});
