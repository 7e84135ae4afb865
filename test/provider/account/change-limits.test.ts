import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { changeLimits } from '../../../src/provider/account/change-site.js';
import type { Site } from '../../../src/provider/account/read-sites.js';
import { openBooks } from '../../support/stored-connection.js';

const books = await openBooks();
after(() => books.close());

test('limits that an earlier consent allowed are refused when the visitor has consented anew meanwhile', async () => {
  const { connection: id } = await books.connect('anew', { budget: 500n });
  const consentTo = (grant_id: string) =>
    books.services.write((transaction) =>
      transaction.updateTable('connection').set({ grant_id }).where('id', '=', id).execute(),
    );
  await consentTo('earlier');
  const site = {
    ...{ id, grantId: 'earlier', assetCode: 'USD', assetScale: 2, state: 'active', spent: 0n, reserved: 0n },
    granted: { budget: 2000n, rate: 100n },
  } as Site;
  await consentTo('anew');
  const choice = { budget: '20.00', ratePerHour: '1.00' };
  await assert.rejects(changeLimits(books.services, site, choice), /changed in the meantime/);
  assert.equal((await books.read(id)).budget, 500n);

  await changeLimits(books.services, { ...site, grantId: 'anew' }, choice);
  assert.equal((await books.read(id)).budget, 2000n);
});
