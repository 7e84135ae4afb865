import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sendSigned, signRequest } from '../../support/wallets/wallet-client.js';
import {
  createTestIncomingPayment,
  requestOutgoingGrant,
  startWalletPair,
  usd,
} from '../../support/wallets/wallet-pair.js';

/** The size of a listed payment at a live server, with this provider's metadata. */
const LIVE_SERVER_BYTES = 670;

const pair = await startWalletPair();
after(() => pair.close());

test('a listed payment is as large as a live server’s, so that the largest page exceeds many clients’ limits', async () => {
  const { token } = await requestOutgoingGrant(pair, undefined);
  const walletAddress = `${pair.visitor}/visitor`;
  const incomingPayment = await createTestIncomingPayment(pair);
  const body = {
    ...{ walletAddress, incomingPayment, debitAmount: usd(1) },
    metadata: { wmIntent: '7804d466-9ebb-44bc-8491-c5aa3786e89e' },
  };
  const url = `${pair.visitor}/op/outgoing-payments`;
  assert.equal(
    (await sendSigned(signRequest(pair.client, { url, method: 'POST', token, body }))).status,
    201,
  );
  const query = `wallet-address=${encodeURIComponent(walletAddress)}&first=100`;
  const page = await sendSigned(signRequest(pair.client, { url: `${url}?${query}`, token }));
  const [payment] = page.body['result'] as object[];
  const { length } = JSON.stringify(payment);
  assert.ok(Math.abs(length - LIVE_SERVER_BYTES) < 15, `${length} bytes`);
});
