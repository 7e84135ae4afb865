import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { changeSiteLimits } from '../../../src/provider/account/change-site.js';
import type { Site } from '../../../src/provider/account/queries/read-sites.js';
import { openProviderDatabase } from '../../support/provider/provider-database.js';

const providerDatabase = await openProviderDatabase();
after(() => providerDatabase.close());

test('limits of an earlier consent are rejected after a new consent', async () => {
  const { connection: id } = await providerDatabase.connect('anew', { budget: 500n });
  const consentTo = (grant_id: string) =>
    providerDatabase.services.write((transaction) =>
      transaction.updateTable('connection').set({ grant_id }).where('id', '=', id).execute(),
    );
  await consentTo('earlier');
  const site = {
    ...{ id, grantId: 'earlier', assetCode: 'USD', assetScale: 2, state: 'active', spent: 0n, reserved: 0n },
    grantedLimits: { budget: 2000n, rate: 100n },
  } as Site;
  await consentTo('anew');
  const choice = { budget: '20.00', ratePerHour: '1.00' };
  await assert.rejects(changeSiteLimits(providerDatabase.services, site, choice), /changed in the meantime/);
  assert.equal((await providerDatabase.read(id)).budget, 500n);

  await changeSiteLimits(providerDatabase.services, { ...site, grantId: 'anew' }, choice);
  assert.equal((await providerDatabase.read(id)).budget, 2000n);
});
