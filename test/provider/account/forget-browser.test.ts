import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { forgetBrowser } from '../../../src/provider/account/forget-browser.js';
import { readVisitorSites } from '../../../src/provider/account/queries/read-sites.js';
import { openProviderDatabase } from '../../support/provider/provider-database.js';
import { sampleGrant } from '../../support/provider/stored-grant.js';

const providerDatabase = await openProviderDatabase();
after(() => providerDatabase.close());

test('a forgotten browser’s consents have no owner, and no later visitor inherits them', async () => {
  const { write, database } = providerDatabase.services;
  await providerDatabase.connect('c', { budget: 100n, state: 'revoked' });
  const bindTo = (visitor: string) =>
    write((transaction) => transaction.updateTable('connection').set({ visitor, grant_id: 'g' }).execute());
  await bindTo('visitor');
  const grant = sampleGrant('c', { id: 'g', state: 'revoked', visitor: 'visitor', access_token: 'sealed' });
  await write((transaction) => transaction.insertInto('wallet_grant').values(grant).execute());
  assert.equal((await readVisitorSites(providerDatabase.services, 'visitor')).length, 1);

  await forgetBrowser(providerDatabase.services, 'visitor');
  const kept = await database.selectFrom('wallet_grant').selectAll().execute();
  assert.deepEqual(
    kept.map(({ visitor }) => visitor),
    [''],
  );
  await bindTo('another');
  assert.deepEqual(await readVisitorSites(providerDatabase.services, 'another'), []);
});
