import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { renewConnection } from '../../../src/provider/payments/read-renewed-connection.js';
import { openBooks, START } from '../../support/stored-connection.js';

const books = await openBooks();
after(() => books.close());

test('a tick that read the connection before the visitor consented anew does not end the new consent', async () => {
  const { connection } = await books.connect('anew', { budget: 100n });
  const set = (consent_until: bigint) =>
    books.services.write((transaction) =>
      transaction.updateTable('connection').set({ consent_until }).where('id', '=', connection).execute(),
    );
  await set(BigInt(START));
  const read = await books.read(connection);
  await set(BigInt(START + 1000));
  assert.equal((await renewConnection(books.services, read)).state, 'active');
  assert.equal((await books.read(connection)).state, 'active');
  await set(BigInt(START));
  assert.equal((await renewConnection(books.services, await books.read(connection))).state, 'reconnect');
  assert.equal((await books.read(connection)).state, 'reconnect');
});
