import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../support/wallet-random.js';
import { openWorld } from './world.js';

const TICK = 2_000;

test('a provider that has crashed holds on to nothing, whatever it was at: in a long run there are thousands', async () => {
  let running = 0;
  const repeat = () => {
    running += 1;
    return () => void (running -= 1);
  };
  const world = await openWorld({ random: seededRandom(1), provider: { repeat } });
  try {
    const page = await world.openPage();
    const tick = async () => {
      await world.advance(TICK);
      return page.tick();
    };
    assert.equal(await tick(), 'paid', JSON.stringify(page.lastFailure));
    const before = running;
    assert.ok(before > 0);
    for (const step of ['quote.create answered', undefined, undefined, 'outgoingPayment.create asked']) {
      await world.crash(step, tick);
      assert.equal(running, before, `after a crash at ${step}`);
    }
  } finally {
    await world.close();
  }
});
