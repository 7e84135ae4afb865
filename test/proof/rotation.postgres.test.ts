import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPostgresDatabase } from '../support/test-database.js';
import { seededRandom } from '../support/wallet-random.js';
import { generateKeyPair } from 'dpop';
import { openProofPage } from './proof-page.js';
import { openWorld } from './world.js';

const TABS = 50;
/** A token is changed a minute before its end. */
const TOKEN_LIFETIME = 300;

test('fifty tabs on three nodes meet an old token at once: it is changed once, and the payments go on', async () => {
  const databaseUrl = await createPostgresDatabase();
  const world = await openWorld({
    random: seededRandom(1),
    ...{ nodes: 3, databaseUrl, tokenLifetime: TOKEN_LIFETIME },
  });
  try {
    const key = await generateKeyPair('ES256');
    const open = () =>
      openProofPage({ provider: world.provider, receiver: world.receiver, now: world.now, key });
    const tabs = await Promise.all(Array.from({ length: TABS }, open));
    world.pages.push(...tabs);
    for (const tab of tabs) {
      await world.advance(2_000);
      await tab.tick();
    }
    const isRotation = (request: string) => request.startsWith('POST /auth/token/');
    const [walletProxy] = world.proxies;
    const before = walletProxy?.seen.filter(isRotation).length ?? 0;
    await world.advance((TOKEN_LIFETIME - 30) * 1_000);
    const rotations = () => (walletProxy?.seen.filter(isRotation).length ?? 0) - before;
    // The second tab was paid ahead, so the next payment needs more than one wait.
    for (let waves = 0; waves < 4 && rotations() === 0; waves += 1) {
      await Promise.all(tabs.map((tab) => tab.tick()));
      if (rotations() === 0) await world.advance(2_000);
    }
    assert.equal(rotations(), 1);
    // All but one were told to ask again after a second.
    let paid = 0;
    for (let second = 0; second < 4 && paid === 0; second += 1) {
      await world.advance(1_000);
      const outcomes = await Promise.all(tabs.map((tab) => tab.tick()));
      paid += outcomes.filter((outcome) => outcome === 'paid').length;
    }
    assert.equal(paid, 1);
    await world.quiesce();
    assert.deepEqual(await world.violations(), []);
  } finally {
    await world.close();
  }
});
