import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { forgetBrowser } from '../../../src/provider/account/forget-browser.js';
import { readSites } from '../../../src/provider/account/read-sites.js';
import { openBooks } from '../../support/stored-connection.js';
import { grantOf } from '../../support/stored-grant.js';

const books = await openBooks();
after(() => books.close());

test('nothing tells which consents were of a browser that is forgotten, and nobody inherits them', async () => {
  const { write, database } = books.services;
  await books.connect('c', { budget: 100n, state: 'revoked' });
  const bindTo = (visitor: string) =>
    write((transaction) => transaction.updateTable('connection').set({ visitor, grant_id: 'g' }).execute());
  await bindTo('visitor');
  const grant = grantOf('c', { id: 'g', state: 'revoked', visitor: 'visitor', access_token: 'sealed' });
  await write((transaction) => transaction.insertInto('wallet_grant').values(grant).execute());
  assert.equal((await readSites(books.services, 'visitor')).length, 1);

  await forgetBrowser(books.services, 'visitor');
  const kept = await database.selectFrom('wallet_grant').selectAll().execute();
  assert.deepEqual(
    kept.map(({ visitor }) => visitor),
    [''],
  );
  await bindTo('another');
  assert.deepEqual(await readSites(books.services, 'another'), []);
});
