import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { quarantine } from '../../../src/provider/payments/check-echo.js';
import { payerOf } from '../../../src/provider/payments/payer.js';
import { setOutOfFunds } from '../../../src/provider/payments/plan-payment.js';
import { openBooks } from '../../support/stored-connection.js';

const { services, close, connect, read } = await openBooks();
after(close);

test('what a wallet says about a consent that another one has replaced meanwhile stops no payments of that one', async () => {
  const { connection } = await connect('replaced', { budget: 10n });
  const before = payerOf(await read(connection));
  await services.write((transaction) =>
    transaction.updateTable('connection').set({ grant_id: 'another' }).where('id', '=', connection).execute(),
  );
  assert.equal((await quarantine(services, before, 'another amount')).code, 'payer-answer-invalid');
  await setOutOfFunds(services, connection, before.grantId);
  assert.equal((await read(connection)).state, 'active');

  const now = payerOf(await read(connection));
  await setOutOfFunds(services, connection, now.grantId);
  assert.equal((await read(connection)).state, 'out-of-funds');
  await quarantine(services, now, 'another amount');
  assert.equal((await read(connection)).state, 'paused');
});
