import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkLedger } from '../../../src/sandbox-wallet/sandbox-wallet.js';
import { sendSigned, signRequest } from '../../support/wallets/wallet-client.js';
import {
  createTestIncomingPayment,
  postOutgoingPayment,
  requestOutgoingGrant,
  waitForSettlement,
  startWalletPair,
  usd,
  type WalletPair,
} from '../../support/wallets/wallet-pair.js';

let pair: WalletPair;
let incoming: string;
let clock = 0;
before(async () => {
  pair = await startWalletPair({ now: () => Date.now() + clock, tokenLifetimeSeconds: 10_000_000 });
  incoming = await createTestIncomingPayment(pair);
});
after(async () => {
  assert.deepEqual(await checkLedger(pair.database), []);
  await pair.close();
});

test('payments up to the limit are accepted; one unit more gets 403 "unauthorized" without WWW-Authenticate', async () => {
  const { token } = await requestOutgoingGrant(pair, { debitAmount: usd(100) });
  assert.equal((await postOutgoingPayment(pair, token, incoming, 60)).status, 201);
  const refused = await postOutgoingPayment(pair, token, incoming, 41);
  assert.deepEqual([refused.status, refused.body.error], [403, { code: '403', description: 'unauthorized' }]);
  assert.equal(refused.headers.get('www-authenticate'), null);
  const last = await postOutgoingPayment(pair, token, incoming, 40);
  assert.deepEqual([last.status, last.body['grantSpentDebitAmount']], [201, usd(60)]);
  assert.equal((await postOutgoingPayment(pair, token, incoming, 1)).status, 403);
  assert.deepEqual(await spent(token), { spentDebitAmount: usd(100), spentReceiveAmount: usd(100) });
});

test('of 20 simultaneous payments, exactly those within the limit are accepted', async () => {
  const { token } = await requestOutgoingGrant(pair, { debitAmount: usd(100) });
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => postOutgoingPayment(pair, token, incoming, 15)),
  );
  assert.equal(answers.filter(({ status }) => status === 201).length, 6);
  assert.equal(answers.filter(({ status }) => status === 403).length, 14);
  assert.deepEqual((await spent(token))['spentDebitAmount'], usd(90));
});

test('one grant for several currencies has one sum of debits', async () => {
  const { token } = await requestOutgoingGrant(pair, { debitAmount: usd(100) });
  const pesos = await createTestIncomingPayment(pair, {}, `${pair.receiver}/mxn`);
  assert.equal((await postOutgoingPayment(pair, token, incoming, 50)).status, 201);
  assert.equal((await postOutgoingPayment(pair, token, pesos, 50)).status, 201);
  assert.equal((await postOutgoingPayment(pair, token, pesos, 1)).status, 403);
  assert.deepEqual(await spent(token), { spentDebitAmount: usd(100), spentReceiveAmount: null });
});

test('receiveAmount limits the received amounts', async () => {
  const limit = { value: '1800', assetCode: 'MXN', assetScale: 2 };
  const { token } = await requestOutgoingGrant(pair, { receiveAmount: limit });
  const pesos = await createTestIncomingPayment(pair, {}, `${pair.receiver}/mxn`);
  assert.equal((await postOutgoingPayment(pair, token, pesos, 100)).status, 201);
  assert.equal((await postOutgoingPayment(pair, token, pesos, 1)).status, 403);
  assert.equal(
    (await postOutgoingPayment(pair, token, incoming, 1)).status,
    403,
    'another asset than the limit',
  );
  assert.deepEqual((await spent(token))['spentReceiveAmount'], limit);
});

test('an interval renews the limit, and the last interval ends the grant', async () => {
  const start = new Date(Date.now() + clock - 10_000).toISOString();
  const { token } = await requestOutgoingGrant(pair, { debitAmount: usd(100), interval: `R1/${start}/PT1M` });
  assert.equal((await postOutgoingPayment(pair, token, incoming, 100)).status, 201);
  assert.equal((await postOutgoingPayment(pair, token, incoming, 1)).status, 403);
  try {
    clock = 55_000;
    assert.deepEqual((await spent(token))['spentDebitAmount'], usd(0));
    assert.equal((await postOutgoingPayment(pair, token, incoming, 100)).status, 201);
    assert.deepEqual((await spent(token))['spentDebitAmount'], usd(100));
    clock = 59_000;
    assert.equal((await postOutgoingPayment(pair, token, incoming, 1)).status, 403);
  } finally {
    clock = 0;
  }
});

test('an interval before its start or after its end, another receiver, or a limit in another asset gets 403', async () => {
  for (const limits of [
    { interval: 'R/2999-01-01T00:00:00Z/P1D' },
    { interval: 'R0/2001-01-01T00:00:00Z/P1D' },
    { receiver: `${incoming}x` },
    { debitAmount: { value: '1000', assetCode: 'EUR', assetScale: 2 } },
    { debitAmount: { value: '1000', assetCode: 'USD', assetScale: 3 } },
  ]) {
    const { token } = await requestOutgoingGrant(pair, limits);
    assert.equal((await postOutgoingPayment(pair, token, incoming, 1)).status, 403, JSON.stringify(limits));
  }
  const { token } = await requestOutgoingGrant(pair, { receiver: incoming });
  assert.equal((await postOutgoingPayment(pair, token, incoming, 1)).status, 201);
});

test('a payment that fails after its 201 shows the reason and is refunded to the grant', async (t) => {
  const poor = await startWalletPair({ balance: 50n });
  t.after(() => poor.close());
  const { token } = await requestOutgoingGrant(poor, { debitAmount: usd(200) });
  const receiver = await createTestIncomingPayment(poor);
  const { body } = await postOutgoingPayment(poor, token, receiver, 51);
  await waitForSettlement(poor);
  const seen = await sendSigned(signRequest(poor.client, { url: body['id'] as string, token }));
  assert.deepEqual(
    [seen.body['failed'], seen.body['sentAmount'], seen.body['metadata']],
    [true, usd(0), { cancellationReason: 'not enough funds' }],
  );
  assert.deepEqual((await spent(token, poor))['spentDebitAmount'], usd(0));
  assert.equal((await postOutgoingPayment(poor, token, receiver, 50)).status, 201);
  await waitForSettlement(poor);
  assert.deepEqual(await checkLedger(poor.database), []);
});

async function spent(token: string, { visitor, client } = pair) {
  return (await sendSigned(signRequest(client, { url: `${visitor}/op/outgoing-payment-grant`, token }))).body;
}
