import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { renewConnection } from '../../../src/provider/budget/renew-connection.js';
import { openProviderDatabase, START } from '../../support/provider/provider-database.js';

const providerDatabase = await openProviderDatabase();
after(() => providerDatabase.close());

test('a tick with outdated data does not end a new consent', async () => {
  const { connection } = await providerDatabase.connect('anew', { budget: 100n });
  const set = (consent_until: bigint) =>
    providerDatabase.services.write((transaction) =>
      transaction.updateTable('connection').set({ consent_until }).where('id', '=', connection).execute(),
    );
  await set(BigInt(START));
  const read = await providerDatabase.read(connection);
  await set(BigInt(START + 1000));
  assert.equal((await renewConnection(providerDatabase.services, read)).state, 'active');
  assert.equal((await providerDatabase.read(connection)).state, 'active');
  await set(BigInt(START));
  assert.equal(
    (await renewConnection(providerDatabase.services, await providerDatabase.read(connection))).state,
    'reconnect',
  );
  assert.equal((await providerDatabase.read(connection)).state, 'reconnect');
});
