import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { changeSiteLimits } from '../../../src/provider/account/change-site.js';
import {
  readCurrentSite,
  readVisitorSites,
  type Site,
} from '../../../src/provider/account/queries/read-sites.js';
import { toConnectionMessage } from '../../../src/provider/core/connections.js';
import { markCreated, releaseReservation } from '../../../src/provider/payments/intents/intent-state.js';
import { MONTH_LATER, openProviderDatabase } from '../../support/provider/provider-database.js';
import { sampleGrant } from '../../support/provider/stored-grant.js';

const { services, clock, close, connect, pay, submit, plan, read, balance } = await openProviderDatabase();
after(close);

/** Changes the budget with the account page's form. */
async function choose(connection: string, budget: string): Promise<void> {
  const { state } = await read(connection);
  const site = {
    id: connection,
    grantId: `grant of ${connection}`,
    state,
    assetScale: 2,
    grantedLimits: { budget: 10n, rate: 1800n },
  };
  await changeSiteLimits(services, site as Site, { budget, ratePerHour: '18.00' });
}

test('a budget below the spent amount applies on the next tick, is shown, and renews as chosen', async () => {
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
  test(`a budget that is lowered during an open payment applies when the payment is ${end}`, async () => {
    const { session, connection } = await connect(end, { budget: 10n });
    await pay(session);
    clock.now += 2_000;
    const intent = await submit(session);
    assert.ok(intent);
    await choose(connection, '0.01');
    if (end === 'paid') await markCreated(services, intent, { id: 'payment', delivered: true });
    else await releaseReservation(services, intent);
    clock.now += 2_000;
    await assert.rejects(plan(session), { code: 'budget-spent' });
    const spent = end === 'paid' ? 2n : 1n;
    assert.deepEqual(await balance(connection), { state: 'out-of-funds', spent, reserved: 0n });
  });
}

test('the account shows and changes the current consent, even if an earlier one would have lasted longer', async () => {
  const { connection } = await connect('new consent', { budget: 10n });
  const consent = { visitor: 'visitor', access_token: 'sealed' };
  await services.write((transaction) =>
    transaction
      .insertInto('wallet_grant')
      .values([
        sampleGrant(connection, { ...consent, id: 'before', state: 'revoked', consent_until: 90n }),
        sampleGrant(connection, {
          ...consent,
          id: `grant of ${connection}`,
          state: 'active',
          consent_until: 30n,
        }),
      ])
      .execute(),
  );
  const shown = [
    ...(await readVisitorSites(services, 'visitor')),
    await readCurrentSite(services, 'visitor', connection),
  ];
  assert.deepEqual(
    shown.map(({ grantId, state }) => [grantId, state]),
    [0, 1].map(() => [`grant of ${connection}`, 'active']),
  );
});
