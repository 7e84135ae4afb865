import assert from 'node:assert/strict';
import { copyFileSync, rmSync } from 'node:fs';
import { test } from 'node:test';
import Database from 'libsql';
import { seededRandom } from '../support/wallet-random.js';
import { openWorld } from './world.js';

const TICK = 2_000;
const MINUTE = 60_000;
/** Ten cents in an hour. */
const ALLOWANCE = { ratePerHour: '18.00', budget: '0.10', period: 'PT1H' };

test('after an older copy of the database is restored, the payments made since count as spent again, none is made twice, and no more is paid than the visitor allowed', async () => {
  const world = await openWorld({ random: seededRandom(1), provider: { allowance: ALLOWANCE } });
  try {
    const page = await world.openPage();
    const pay = async () => {
      await world.advance(TICK);
      return page.tick();
    };
    for (let count = 0; count < 3; count += 1) assert.equal(await pay(), 'paid');
    // An hour that has just begun may not have for the wallet.
    await world.advance(6 * MINUTE);
    const { provider } = world.books;
    const backup = `${provider}.backup`;
    const database = new Database(provider);
    database.pragma('busy_timeout=5000');
    database.prepare('VACUUM INTO ?').run(backup);
    database.close();
    for (let count = 0; count < 4; count += 1) assert.equal(await pay(), 'paid');
    await world.crash(undefined, undefined, () => {
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${provider}${suffix}`, { force: true });
      copyFileSync(backup, provider);
    });
    assert.equal(await pay(), 'paid');
    assert.equal((await world.evidence()).connections[0]?.spent, 8n, 'all that the wallet has paid counts');
    for (let count = 0; count < 2; count += 1) assert.equal(await pay(), 'paid');
    assert.equal(await pay(), 'failed');
    assert.equal((page.lastFailure as { code?: string }).code, 'budget-spent');
    await world.quiesce();
    const { wallet } = await world.evidence();
    assert.equal(wallet.payments.length, 10, 'the visitor allowed ten');
    const violations = await world.violations();
    assert.deepEqual(
      violations.filter((violation) => /^I[1238]/.test(violation)),
      [],
    );
  } finally {
    await world.close();
  }
});
