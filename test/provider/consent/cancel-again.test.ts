import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { cancelGrantsAgain } from '../../../src/provider/consent/cancel-again.js';
import { openPayingPage } from '../../support/paying-page.js';
import { openSandboxWithServices } from '../../support/provider-services.js';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
/** What the visitor's wallet does with those who tell it that a grant has ended. */
let isSilent = true;
let asked = 0;
/** What the provider does by itself. */
const rounds = new Set<() => void>();
const { sandbox, services, advance } = await openSandboxWithServices({
  allowance: { ratePerHour: '18.00', budget: '100.00', period: 'P1M', consentDays: 30 },
  repeat(work) {
    rounds.add(work);
    return () => void rounds.delete(work);
  },
  prepare({ visitor }) {
    visitor.addHook('onRequest', async ({ method, url, raw }, reply) => {
      if (method !== 'DELETE' || !url.startsWith('/auth/continue')) return;
      asked += 1;
      if (!isSilent) return;
      reply.hijack();
      raw.socket.destroy();
    });
  },
});

test('a wallet that was silent when a consent ended is told again: after one minute, two, four, and then no more', async () => {
  const grant = await revokeInSilence();
  const askedAfter = async (minutes: number) => {
    asked = 0;
    await advance(minutes * MINUTE);
    await cancelGrantsAgain(services);
    return asked;
  };
  assert.deepEqual(
    [await askedAfter(0.5), await askedAfter(0.6), await askedAfter(1.5), await askedAfter(0.6)],
    [0, 1, 0, 1],
  );
  isSilent = false;
  assert.deepEqual([await askedAfter(3), await askedAfter(1.1)], [0, 1]);
  assert.equal((await read(grant)).state, 'revoked');
  assert.equal(await askedAfter(60), 0);
});

test('it is asked once a day at last, by one node of several, and no longer than the consent was to last', async () => {
  isSilent = true;
  const grant = await revokeInSilence();
  for (let days = 0; days < 15; days += 1) {
    await advance(DAY);
    await cancelGrantsAgain(services);
  }
  asked = 0;
  await advance(DAY + MINUTE);
  await Promise.all([cancelGrantsAgain(services), cancelGrantsAgain(services)]);
  assert.equal(asked, 1);
  await advance(15 * DAY);
  await cancelGrantsAgain(services);
  assert.equal(asked, 1);
  assert.equal((await read(grant)).state, 'revoking', 'nobody says that the wallet knows');
});

test('a token that does not open any more does not pass for a wallet that was told', async () => {
  isSilent = false;
  const page = await openPayingPage(sandbox);
  const { connection } = page;
  await services.write((transaction) =>
    transaction
      .updateTable('wallet_grant')
      .set({ state: 'revoking', continue_token: 'sealed with a lost key' })
      .where('connection_id', '=', connection)
      .execute(),
  );
  await cancelGrantsAgain(services);
  assert.equal((await read(connection)).state, 'revoking');
  assert.equal((await page.revoke()).body.code, 'wallet-refused', 'which is no failure of ours');
});

test('the provider does so by itself', async () => {
  isSilent = true;
  const grant = await revokeInSilence();
  isSilent = false;
  await advance(2 * MINUTE);
  asked = 0;
  for (const round of rounds) round();
  for (let tries = 0; (await read(grant)).state !== 'revoked'; tries += 1) {
    assert.ok(tries < 250, 'it was not told');
    await setTimeout(20);
  }
  assert.equal(asked, 1);
});

/** @returns the connection. */
async function revokeInSilence(): Promise<string> {
  const page = await openPayingPage(sandbox);
  assert.equal((await page.revoke()).status, 502);
  const { state, cancel_at } = await read(page.connection);
  assert.equal(state, 'revoking');
  assert.ok(Number(cancel_at) > services.now());
  return page.connection;
}

function read(connection: string) {
  return services.database
    .selectFrom('wallet_grant')
    .select(['state', 'cancel_at'])
    .where('connection_id', '=', connection)
    .executeTakeFirstOrThrow();
}
