import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../support/wallet-random.js';
import { expireTokens } from './expire-tokens.js';
import type { ProofPage } from './proof-page.js';
import { openWorld, type World } from './world.js';

const TICK = 2_000;
const LATER = 31_000;
/** Longer than a quote lives, and than its end is waited for. */
const QUOTE_IS_OVER = 11 * 60_000;
const DAY = 24 * 60 * 60_000;

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

for (const [visitor, returns] of [
  ['consents again', true],
  ['does not come back for a day', false],
] as const) {
  test(`the token is lost when a payment is asked about for the last time, and the visitor ${visitor}: ${returns ? 'it is found' : 'it counts as spent'}`, async () => {
    const world = await openWorld({ random: seededRandom(1) });
    try {
      const page = await world.openPage();
      await loseAnswerAndToken(world, page);
      const stateOfLast = async () => (await world.evidence()).intents.at(-1)?.state;
      assert.equal(await stateOfLast(), 'submitting');
      if (returns) {
        for (let count = 0; count < 3; count += 1) {
          await world.advance(LATER);
          await page.tick();
        }
      } else {
        world.pages.length = 0;
        await world.advance(DAY);
      }
      await world.quiesce();
      const { intents } = await world.evidence();
      assert.equal(intents[1]?.state, returns ? 'settled' : 'stuck');
      if (returns) assert.deepEqual(await world.violations(), []);
    } finally {
      await world.close();
    }
  });
}

/** The wallet has made the payment; what it says after that is lost, the new token included. */
async function loseAnswerAndToken(world: World, page: ProofPage): Promise<void> {
  assert.equal(await page.tick(), 'paid', JSON.stringify(page.lastFailure));
  await world.play('lost-201');
  await world.advance(TICK);
  assert.equal(await page.tick(), 'failed');
  await world.play('rotate-drop');
  await expireTokens(world.ledger, world.now());
  await world.advance(QUOTE_IS_OVER);
  for (let count = 0; count < 2; count += 1) {
    assert.equal(await page.tick(), 'failed');
    await world.advance(LATER);
  }
  await world.play();
}
