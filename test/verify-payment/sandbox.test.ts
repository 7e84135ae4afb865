import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import {
  createClaims,
  type NotVerifiedCode,
  verifyPayment,
  type VerifyPaymentOptions,
} from '../../src/verify-payment/verify-payment.js';
import { sendSigned, signRequest } from '../support/wallets/wallet-client.js';
import {
  createTestIncomingPayment,
  type OutgoingGrant,
  postOutgoingPayment,
  requestOutgoingGrant,
  requestToken,
  waitForSettlement,
  startWalletPair,
  type WalletPair,
} from '../support/wallets/wallet-pair.js';

let pair: WalletPair;
let grant: OutgoingGrant;
let incoming: string;
let walletAddress: string;

before(async () => {
  pair = await startWalletPair();
  grant = await requestOutgoingGrant(pair, undefined);
  walletAddress = `${pair.receiver}/site`;
});
beforeEach(async () => {
  incoming = await createTestIncomingPayment(pair);
});
afterEach(() => fetch(`${pair.receiver}/sandbox/faults`, { method: 'DELETE' }));
after(() => pair.close());

test('a received payment is verified, with its amount', async () => {
  await payCents(5);
  assert.deepEqual(await verify(), {
    incomingPayment: incoming,
    walletAddress,
    received: { currency: 'USD', value: '0.05' },
    increase: { currency: 'USD', value: '0.05' },
    confirmedBy: 'resource-server',
  });
});

test('nothing is verified before money has arrived', async () => {
  await assertNotVerified('payment-not-new');
});

test('each further payment is verified once; the increase of an earlier claim is rejected', async () => {
  const claim = createClaims();
  await payCents(5);
  assert.equal((await verify({ claim })).increase.value, '0.05');
  await assertNotVerified('payment-not-new', { claim });
  await payCents(2);
  const { received, increase } = await verify({ claim });
  assert.deepEqual([received.value, increase.value], ['0.07', '0.02']);
});

test('ten simultaneous claims of one payment succeed once', async () => {
  const claim = createClaims();
  await payCents(5);
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => verify({ claim })));
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
});

test('verifyPayment() waits for money that is pending', async () => {
  const pauses: number[] = [];
  const delay = async (milliseconds: number) => {
    pauses.push(milliseconds);
    if (pauses.length === 2) await payCents(1);
  };
  assert.equal((await verify({ wait: 1_200, delay })).increase.value, '0.01');
  assert.deepEqual(pauses, [500, 500]);
});

test('verifyPayment() waits no longer than its timeout', async () => {
  const pauses: number[] = [];
  await assertNotVerified('payment-not-new', {
    wait: 1_200,
    delay: async (pause) => void pauses.push(pause),
  });
  assert.deepEqual(pauses, [500, 500, 200]);
});

test('an unknown payment is rejected', async () => {
  incoming = incoming.replace(/[^/]+$/, '00000000-0000-4000-8000-000000000000');
  await assertNotVerified('payment-not-found');
});

test('with the site’s own token, a payment to another customer of the same wallet is rejected', async () => {
  const read = await readWithToken();
  await payCents(1);
  assert.equal((await verify({ read })).confirmedBy, 'wallet-address');

  incoming = await createTestIncomingPayment(pair, {}, `${pair.receiver}/coarse`);
  await assertNotVerified('payment-of-another-wallet', { read });
});

test('with the site’s own token, a response without an owner does not count', async () => {
  await payCents(1);
  await assertNotVerified('wallet-response-invalid', { read: async (url) => (await fetch(url)).json() });
  await assertNotVerified('wallet-unreachable', { read: () => Promise.reject(new Error('no token')) });
});

test('another spelling of the wallet address is the same wallet', async () => {
  walletAddress = `${pair.receiver}/alias`;
  incoming = await createTestIncomingPayment(pair, {}, `${pair.receiver}/ok`);
  await payCents(1);
  try {
    assert.equal((await verify()).walletAddress, `${pair.receiver}/ok`);
    assert.equal((await verify({ read: await readWithToken() })).confirmedBy, 'wallet-address');
  } finally {
    walletAddress = `${pair.receiver}/site`;
  }
});

test('an invalid wallet address verifies nothing', async () => {
  for (const path of ['404', 'html', 'bad-json'])
    await assertNotVerified('wallet-response-invalid', { walletAddress: `${pair.receiver}/${path}` });
  await assertNotVerified('wallet-unreachable', { walletAddress: `${pair.receiver}/500` });
});

const FAULT_CASES: [name: string, code: NotVerifiedCode, more?: Partial<VerifyPaymentOptions>][] = [
  ['429', 'wallet-unreachable'],
  ['html-200', 'wallet-response-invalid'],
  ['huge-body', 'wallet-response-invalid'],
  ['redirect-loopback', 'wallet-response-invalid'],
  ['slow-body', 'wallet-unreachable', { timeout: 200 }],
];
for (const [name, code, more] of FAULT_CASES) {
  test(`${name}: a faulty wallet verifies nothing`, async () => {
    await payCents(1);
    const operation = 'GET /incoming-payments/{id}';
    const response = await fetch(`${pair.receiver}/sandbox/faults/${name}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ operation, times: 1 }),
    });
    assert.equal(response.status, 200, await response.text());
    await assertNotVerified(code, more);
    assert.equal((await verify()).increase.value, '0.01', 'verified without the fault');
  });
}

function verify(options: Partial<VerifyPaymentOptions> = {}) {
  return verifyPayment(incoming, { walletAddress, wait: 0, ...options });
}

async function assertNotVerified(
  code: NotVerifiedCode,
  options?: Partial<VerifyPaymentOptions>,
): Promise<void> {
  await assert.rejects(verify(options), { name: 'PaymentNotVerified', code });
}

async function payCents(cents: number): Promise<void> {
  assert.equal((await postOutgoingPayment(pair, grant.token, incoming, cents)).status, 201);
  await waitForSettlement(pair);
}

async function readWithToken() {
  const access = { type: 'incoming-payment', actions: ['read-all'] };
  const token = await requestToken(pair, pair.receiver, access);
  return async (url: string) => (await sendSigned(signRequest(pair.client, { url, token }))).body;
}
