import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSeededRandom } from '../support/seeded-random.js';
import { expireTokens } from './environment/expire-tokens.js';
import type { StreamingPage } from './environment/streaming-page.js';
import { openTestEnvironment, type TestEnvironment } from './environment/test-environment.js';

const TICK_INTERVAL_MS = 2_000;
const RECOVERY_DELAY_MS = 31_000;
/** Longer than a quote's lifetime, and longer than the provider waits for its end. */
const QUOTE_EXPIRED_MS = 11 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

for (const [wallet, changes] of [
  ['the same wallet', 0],
  ['another wallet', 1],
] as const) {
  test(`after a new consent with ${wallet} while a payment is unknown, it counts once, against the old consent`, async () => {
    const environment = await openTestEnvironment({ random: createSeededRandom(1) });
    try {
      const page = await environment.openPage();
      assert.equal(await page.tick(), 'paid', JSON.stringify(page.lastFailure));
      await environment.injectFaults('drop-after-create');
      await environment.advance(TICK_INTERVAL_MS);
      assert.equal(await page.tick(), 'failed');
      environment.walletsChanged += changes;
      await environment.injectFaults('drop-after-rotate');
      await expireTokens(environment.ledger, environment.now());
      await environment.advance(RECOVERY_DELAY_MS);
      assert.equal(await page.tick(), 'failed');
      await environment.injectFaults();
      for (let count = 0; count < 4; count += 1) {
        await environment.advance(RECOVERY_DELAY_MS);
        await page.tick();
      }
      await environment.drain();
      const { grants, intents } = await environment.collectState();
      assert.equal(grants.length, 2, 'two consents');
      assert.equal(intents.filter(({ state }) => state === 'stuck').length, changes);
      assert.deepEqual(await environment.findViolations(), []);
    } finally {
      await environment.close();
    }
  });
}

for (const [visitor, returns] of [
  ['consents again', true],
  ['does not return for a day', false],
] as const) {
  test(`the token is lost at the last query for a payment and the visitor ${visitor}: ${returns ? 'the payment is found' : 'it counts as spent'}`, async () => {
    const environment = await openTestEnvironment({ random: createSeededRandom(1) });
    try {
      const page = await environment.openPage();
      await loseResponseAndToken(environment, page);
      const stateOfLast = async () => (await environment.collectState()).intents.at(-1)?.state;
      assert.equal(await stateOfLast(), 'submitting');
      if (returns) {
        for (let count = 0; count < 3; count += 1) {
          await environment.advance(RECOVERY_DELAY_MS);
          await page.tick();
        }
      } else {
        environment.pages.length = 0;
        await environment.advance(DAY_MS);
      }
      await environment.drain();
      const { intents } = await environment.collectState();
      assert.equal(intents[1]?.state, returns ? 'settled' : 'stuck');
      if (returns) assert.deepEqual(await environment.findViolations(), []);
    } finally {
      await environment.close();
    }
  });
}

/** The wallet makes the payment; its later responses are lost, including the new token. */
async function loseResponseAndToken(environment: TestEnvironment, page: StreamingPage): Promise<void> {
  assert.equal(await page.tick(), 'paid', JSON.stringify(page.lastFailure));
  await environment.injectFaults('drop-after-create');
  await environment.advance(TICK_INTERVAL_MS);
  assert.equal(await page.tick(), 'failed');
  await environment.injectFaults('drop-after-rotate');
  await expireTokens(environment.ledger, environment.now());
  await environment.advance(QUOTE_EXPIRED_MS);
  for (let count = 0; count < 2; count += 1) {
    assert.equal(await page.tick(), 'failed');
    await environment.advance(RECOVERY_DELAY_MS);
  }
  await environment.injectFaults();
}
