import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../support/wallet-random.js';
import { expireTokens } from './expire-tokens.js';
import { openWorld } from './world.js';

const TICK = 2_000;
const LATER = 31_000;

for (const [wallet, changes] of [
  ['the same wallet', 0],
  ['another wallet', 1],
] as const) {
  test(`a visitor who consents anew with ${wallet} while a payment is unknown: it counts once, and against the consent it was of`, async () => {
    const world = await openWorld({ random: seededRandom(1) });
    try {
      const page = await world.openPage();
      assert.equal(await page.tick(), 'paid', JSON.stringify(page.lastFailure));
      await world.play('lost-201');
      await world.advance(TICK);
      assert.equal(await page.tick(), 'failed');
      world.walletsChanged += changes;
      await world.play('rotate-drop');
      await expireTokens(world.ledger, world.now());
      await world.advance(LATER);
      assert.equal(await page.tick(), 'failed');
      await world.play();
      for (let count = 0; count < 4; count += 1) {
        await world.advance(LATER);
        await page.tick();
      }
      await world.quiesce();
      const { grants, intents } = await world.evidence();
      assert.equal(grants.length, 2, 'there were two consents');
      assert.equal(intents.filter(({ state }) => state === 'stuck').length, changes);
      assert.deepEqual(await world.violations(), []);
    } finally {
      await world.close();
    }
  });
}
