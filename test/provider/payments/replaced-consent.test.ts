import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { suspendConnection } from '../../../src/provider/payments/outgoing-payments/verify-response.js';
import { toPayer } from '../../../src/provider/core/payer.js';
import { markOutOfFunds } from '../../../src/provider/budget/budget.js';
import { openProviderDatabase } from '../../support/provider/provider-database.js';

const { services, close, connect, read } = await openProviderDatabase();
after(close);

test('a wallet’s error about a replaced consent does not stop the payments of the new one', async () => {
  const { connection } = await connect('replaced', { budget: 10n });
  const before = toPayer(await read(connection));
  await services.write((transaction) =>
    transaction.updateTable('connection').set({ grant_id: 'another' }).where('id', '=', connection).execute(),
  );
  assert.equal((await suspendConnection(services, before, 'another amount')).code, 'payer-response-invalid');
  await markOutOfFunds(services, connection, before.grantId);
  assert.equal((await read(connection)).state, 'active');

  const now = toPayer(await read(connection));
  await markOutOfFunds(services, connection, now.grantId);
  assert.equal((await read(connection)).state, 'out-of-funds');
  await suspendConnection(services, now, 'another amount');
  assert.equal((await read(connection)).state, 'paused');
});
