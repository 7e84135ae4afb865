import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSeededRandom } from '../support/seeded-random.js';
import { openTestEnvironment } from './environment/test-environment.js';

// A fixed seed; npm run soak draws new seeds.
const seed = Number(process.env['SEED'] ?? 11);
/** One cent in two seconds. */
const PAYMENT_DELAY_MS = 2_000;

test(`any number of tabs with any tick times spends as much as one tab (SEED=${seed})`, async () => {
  const environment = await openTestEnvironment({ random: createSeededRandom(seed) });
  try {
    const first = await environment.openPage();
    await first.tick();
    const tabs = [first];
    for (let count = 1; count < 10; count += 1) tabs.push(await first.openTab());
    environment.pages.push(...tabs.slice(1));
    let waited = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(9)), fc.integer({ min: 1, max: 1_500 }), async (some, wait) => {
        await environment.advance(wait);
        waited += wait;
        await Promise.all(some.map((index) => tabs[index]?.tick()));
      }),
      { numRuns: 60, seed },
    );
    await environment.drain();
    const { intents } = await environment.collectState();
    const spent = intents.filter(({ state }) => state === 'settled').length;
    // The rest is the real time that the test itself took.
    assert.ok(spent >= Math.floor(waited / PAYMENT_DELAY_MS / 2), `${spent} payments in ${waited} ms`);
    assert.deepEqual(await environment.findViolations(), []);
  } finally {
    await environment.close();
  }
});
