import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { seededRandom } from '../support/wallet-random.js';
import { openWorld } from './world.js';

// The same each time; npm run soak draws new ones.
const seed = Number(process.env['SEED'] ?? 11);
/** One cent in two seconds. */
const DELAY = 2_000;

test(`however many tabs tick, and whenever, they spend what one would (SEED=${seed})`, async () => {
  const world = await openWorld({ random: seededRandom(seed) });
  try {
    const first = await world.openPage();
    await first.tick();
    const tabs = [first];
    for (let count = 1; count < 10; count += 1) tabs.push(await first.openTab());
    world.pages.push(...tabs.slice(1));
    let waited = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(9)), fc.integer({ min: 1, max: 1_500 }), async (some, wait) => {
        await world.advance(wait);
        waited += wait;
        await Promise.all(some.map((index) => tabs[index]?.tick()));
      }),
      { numRuns: 60, seed },
    );
    await world.quiesce();
    const { intents } = await world.evidence();
    const spent = intents.filter(({ state }) => state === 'settled').length;
    // What real time has passed meanwhile is the rest.
    assert.ok(spent >= Math.floor(waited / DELAY / 2), `${spent} payments in ${waited} ms`);
    assert.deepEqual(await world.violations(), []);
  } finally {
    await world.close();
  }
});
