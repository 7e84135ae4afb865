import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { send, signRequest } from '../support/wallet-client.js';
import { createIncomingPayment, requestOutgoingGrant, startWalletPair, usd } from '../support/wallet-pair.js';

/** Seen at a live server: what its list has of a payment, with the metadata of this provider's. */
const LIVE = 670;

const pair = await startWalletPair();
after(() => pair.close());

test('a list has as much of each payment as a live server’s: the largest page is more than many a client reads', async () => {
  const { token } = await requestOutgoingGrant(pair, undefined);
  const walletAddress = `${pair.visitor}/visitor`;
  const incomingPayment = await createIncomingPayment(pair);
  const body = {
    ...{ walletAddress, incomingPayment, debitAmount: usd(1) },
    metadata: { wmIntent: '7804d466-9ebb-44bc-8491-c5aa3786e89e' },
  };
  const url = `${pair.visitor}/op/outgoing-payments`;
  assert.equal((await send(signRequest(pair.client, { url, method: 'POST', token, body }))).status, 201);
  const query = `wallet-address=${encodeURIComponent(walletAddress)}&first=100`;
  const page = await send(signRequest(pair.client, { url: `${url}?${query}`, token }));
  const [payment] = page.body['result'] as object[];
  const { length } = JSON.stringify(payment);
  assert.ok(Math.abs(length - LIVE) < 15, `${length} bytes`);
});
