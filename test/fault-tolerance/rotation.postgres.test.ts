import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPostgresDatabase } from '../support/postgres/test-database.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { generateKeyPair } from 'dpop';
import { openStreamingPage } from './environment/streaming-page.js';
import { openTestEnvironment } from './environment/test-environment.js';

const TAB_COUNT = 50;
/** Tokens rotate a minute before they expire. */
const TOKEN_LIFETIME_S = 300;
const MAX_WAVES = 10;

test('fifty tabs on three nodes with an expiring token rotate it once, and payments continue', async () => {
  const databaseUrl = await createPostgresDatabase();
  const environment = await openTestEnvironment({
    random: createSeededRandom(1),
    ...{ nodes: 3, databaseUrl, tokenLifetime: TOKEN_LIFETIME_S },
  });
  try {
    const key = await generateKeyPair('ES256');
    const open = () =>
      openStreamingPage({
        provider: environment.provider,
        receiver: environment.receiver,
        now: environment.now,
        key,
      });
    const tabs = await Promise.all(Array.from({ length: TAB_COUNT }, open));
    environment.pages.push(...tabs);
    for (const tab of tabs) {
      await environment.advance(2_000);
      await tab.tick();
    }
    const isRotation = (request: string) => request.startsWith('POST /auth/token/');
    const [walletProxy] = environment.proxies;
    const before = walletProxy?.requests.filter(isRotation).length ?? 0;
    await environment.advance((TOKEN_LIFETIME_S - 30) * 1_000);
    const rotations = () => (walletProxy?.requests.filter(isRotation).length ?? 0) - before;
    // The second tab was paid ahead, so the next payment needs more than one wait.
    const waves: string[] = [];
    while (waves.length < MAX_WAVES && rotations() === 0) {
      waves.push((await Promise.all(tabs.map((tab) => tab.tick()))).join());
      if (rotations() === 0) await environment.advance(2_000);
    }
    const failures = tabs.map(({ lastFailure }) => lastFailure).filter(Boolean);
    assert.equal(rotations(), 1, JSON.stringify({ waves, failures }));
    // All ticks but one must retry after a second.
    let paid = 0;
    for (let second = 0; second < 4 && paid === 0; second += 1) {
      await environment.advance(1_000);
      const outcomes = await Promise.all(tabs.map((tab) => tab.tick()));
      paid += outcomes.filter((outcome) => outcome === 'paid').length;
    }
    assert.equal(paid, 1);
    await environment.drain();
    assert.deepEqual(await environment.findViolations(), []);
  } finally {
    await environment.close();
  }
});
