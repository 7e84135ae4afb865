import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FAULTS } from '../../src/sandbox-wallet/faults/fault-catalog.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { openTestEnvironment } from './environment/test-environment.js';

const TICK_INTERVAL_MS = 2_000;
/** Some faults delay responses. */
const WALLET_TIMEOUT_MS = 3_000;
/** The provider recovers a payment without a response after this age. */
const RECOVERY_DELAY_MS = 31_000;

/** Each fault alone, and combinations that prevent a payment from being found. */
const FAULT_COMBINATIONS = [
  ...Object.keys(FAULTS).map((name) => [name]),
  ['drop-after-create', 'list-not-found'],
  ['drop-after-create', 'stale-list'],
  ['drop-after-create', 'stale-list', 'quote-reuse'],
  ['drop-after-create', 'list-not-found', 'quote-reuse'],
  ['500-after-create', 'expired-token'],
  ['drop-after-create', 'drop-after-rotate'],
];

describe('no fault of the visitor’s wallet breaks an invariant', { concurrency: 4 }, () => {
  for (const faults of FAULT_COMBINATIONS) {
    test(faults.join(' with '), async () => {
      const environment = await openTestEnvironment({
        random: createSeededRandom(1),
        walletTimeout: WALLET_TIMEOUT_MS,
      });
      try {
        const page = await environment.openPage();
        // Reusable quotes are a property of a wallet; they do not change at runtime.
        await environment.injectFaults(...faults.filter((name) => name === 'quote-reuse'));
        // Parallel runs share this process, so the first tick may come late.
        for (let count = 0; count < 10 && page.events.length < 2; count += 1) {
          await page.tick();
          await environment.advance(TICK_INTERVAL_MS);
        }
        assert.equal(page.events.length, 2, JSON.stringify(page.lastFailure));
        await environment.injectFaults(...faults);
        const newcomer = await environment.openPage();
        for (const wait of [TICK_INTERVAL_MS, TICK_INTERVAL_MS, RECOVERY_DELAY_MS, TICK_INTERVAL_MS]) {
          await Promise.all([page.tick(), newcomer.tick()]);
          await environment.advance(wait);
        }
        await environment.injectFaults();
        await Promise.all([page.tick(), newcomer.tick()]);
        await environment.drain();
        assert.deepEqual(await environment.findViolations(), []);
      } finally {
        await environment.close();
      }
    });
  }
});
