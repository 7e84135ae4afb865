import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSeededRandom } from '../support/seeded-random.js';
import { openTestEnvironment } from './environment/test-environment.js';

const TICK_INTERVAL_MS = 2_000;

test('a crashed provider releases its files and timers at every crash point', async () => {
  let running = 0;
  const repeat = () => {
    running += 1;
    return () => void (running -= 1);
  };
  const environment = await openTestEnvironment({ random: createSeededRandom(1), provider: { repeat } });
  try {
    const page = await environment.openPage();
    const tick = async () => {
      await environment.advance(TICK_INTERVAL_MS);
      return page.tick();
    };
    assert.equal(await tick(), 'paid', JSON.stringify(page.lastFailure));
    const before = running;
    assert.ok(before > 0);
    for (const step of ['after quote.create', undefined, undefined, 'before outgoingPayment.create']) {
      await environment.crash(step, tick);
      assert.equal(running, before, `after a crash at ${step}`);
    }
  } finally {
    await environment.close();
  }
});

test('a page has one tick at a time, so no response is received twice', async () => {
  const environment = await openTestEnvironment({ random: createSeededRandom(1), faultRate: 0 });
  try {
    const page = await environment.openPage();
    const ticks = () =>
      environment.proxies
        .flatMap(({ requests }) => requests)
        .filter((request) => /^POST \/relay\/sessions\/[^/]+\/payments$/.test(request)).length;
    await page.tick();
    await environment.advance(TICK_INTERVAL_MS);
    const before = ticks();
    assert.deepEqual(
      await Promise.all([page.tick(), page.tick()]),
      ['paid', 'paid'],
      String(page.lastFailure),
    );
    assert.equal(ticks() - before, 1);
    assert.equal(new Set(page.events.map(({ intent }) => intent)).size, page.events.length);
  } finally {
    await environment.close();
  }
});
