import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DOUBLES } from '../../src/sandbox-wallet/doubles/doubles.js';
import { seededRandom } from '../support/wallet-random.js';
import { openWorld } from './world.js';

const TICK = 2_000;
/** Some doubles are waited for. */
const WALLET_TIMEOUT = 3_000;
/** Beyond this age a payment whose answer was lost is asked about. */
const LATER = 31_000;

/** Each double alone, and those together that keep a payment from being found. */
const CASTS = [
  ...Object.keys(DOUBLES).map((name) => [name]),
  ['lost-201', 'no-list'],
  ['lost-201', 'list-lags'],
  ['lost-201', 'list-lags', 'quote-reuse'],
  ['lost-201', 'no-list', 'quote-reuse'],
  ['500-after-create', 'expired-token'],
  ['lost-201', 'rotate-drop'],
];

describe('whatever the visitor’s wallet plays, no invariant breaks', { concurrency: 4 }, () => {
  for (const cast of CASTS) {
    test(cast.join(' with '), async () => {
      const world = await openWorld({ random: seededRandom(1), walletTimeout: WALLET_TIMEOUT });
      try {
        const page = await world.openPage();
        // Whether quotes can be paid twice is a wallet's nature, not its mood.
        await world.play(...cast.filter((name) => name === 'quote-reuse'));
        // The others' floods pass through this process, too: the first tick may come too late.
        for (let count = 0; count < 10 && page.events.length < 2; count += 1) {
          await page.tick();
          await world.advance(TICK);
        }
        assert.equal(page.events.length, 2, JSON.stringify(page.lastFailure));
        await world.play(...cast);
        const newcomer = await world.openPage();
        for (const wait of [TICK, TICK, LATER, TICK]) {
          await Promise.all([page.tick(), newcomer.tick()]);
          await world.advance(wait);
        }
        await world.play();
        await Promise.all([page.tick(), newcomer.tick()]);
        await world.quiesce();
        assert.deepEqual(await world.violations(), []);
      } finally {
        await world.close();
      }
    });
  }
});
