import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { changeLimits } from '../../../src/provider/account/change-site.js';
import { readOpenSite, readSites, type Site } from '../../../src/provider/account/read-sites.js';
import { toConnectionMessage } from '../../../src/provider/connections.js';
import { markCreated, releaseIntent } from '../../../src/provider/payments/intent-transitions.js';
import { MONTH_LATER, openBooks } from '../../support/stored-connection.js';
import { grantOf } from '../../support/stored-grant.js';

const { services, clock, close, connect, pay, submit, plan, read, balance } = await openBooks();
after(close);

/** The visitor's account page, where `budget` is written into the form. */
async function choose(connection: string, budget: string): Promise<void> {
  const { state } = await read(connection);
  const site = {
    id: connection,
    grantId: `grant of ${connection}`,
    state,
    assetScale: 2,
    granted: { budget: 10n, rate: 1800n },
  };
  await changeLimits(services, site as Site, { budget, ratePerHour: '18.00' });
}

test('a budget lowered below what is spent holds with the next tick, is shown as chosen, and renews as chosen', async () => {
  const { session, connection } = await connect('lowered', { budget: 10n });
  for (let paid = 0; paid < 3; paid += 1) await pay(session);
  await choose(connection, '0.02');
  assert.equal(toConnectionMessage(await read(connection)).budget?.value, '2');
  clock.now += 2_000;
  await assert.rejects(plan(session), { code: 'budget-spent' });
  assert.deepEqual(await balance(connection), { state: 'out-of-funds', spent: 3n, reserved: 0n });

  clock.now = MONTH_LATER;
  await pay(session);
  await pay(session);
  clock.now += 2_000;
  await assert.rejects(plan(session), { code: 'budget-spent' });
  assert.equal((await balance(connection)).spent, 2n);

  await choose(connection, '0.10');
  await pay(session);
  assert.deepEqual(await balance(connection), { state: 'active', spent: 3n, reserved: 0n });
  assert.equal(toConnectionMessage(await read(connection)).budget?.value, '10');
});

for (const end of ['paid', 'given up'] as const) {
  test(`a budget lowered while a payment is under way, which then is ${end}`, async () => {
    const { session, connection } = await connect(end, { budget: 10n });
    await pay(session);
    clock.now += 2_000;
    const intent = await submit(session);
    assert.ok(intent);
    await choose(connection, '0.01');
    if (end === 'paid') await markCreated(services, intent, { id: 'payment', told: true });
    else await releaseIntent(services, intent);
    clock.now += 2_000;
    await assert.rejects(plan(session), { code: 'budget-spent' });
    const spent = end === 'paid' ? 2n : 1n;
    assert.deepEqual(await balance(connection), { state: 'out-of-funds', spent, reserved: 0n });
  });
}

test('the consent that is paid from is shown and can be changed, also where the one before it would have lasted longer', async () => {
  const { connection } = await connect('consented anew', { budget: 10n });
  const consent = { visitor: 'visitor', access_token: 'sealed' };
  await services.write((transaction) =>
    transaction
      .insertInto('wallet_grant')
      .values([
        grantOf(connection, { ...consent, id: 'before', state: 'revoked', consent_until: 90n }),
        grantOf(connection, {
          ...consent,
          id: `grant of ${connection}`,
          state: 'active',
          consent_until: 30n,
        }),
      ])
      .execute(),
  );
  const shown = [
    ...(await readSites(services, 'visitor')),
    await readOpenSite(services, 'visitor', connection),
  ];
  assert.deepEqual(
    shown.map(({ grantId, state }) => [grantId, state]),
    [0, 1].map(() => [`grant of ${connection}`, 'active']),
  );
});
