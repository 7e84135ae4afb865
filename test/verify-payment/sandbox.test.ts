import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import {
  createClaims,
  type NotVerifiedCode,
  verifyPayment,
  type VerifyPaymentOptions,
} from '../../src/verify-payment/verify-payment.js';
import { send, signRequest } from '../support/wallet-client.js';
import {
  createIncomingPayment,
  type OutgoingGrant,
  pay,
  requestOutgoingGrant,
  requestToken,
  settled,
  startWalletPair,
  type WalletPair,
} from '../support/wallet-pair.js';

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
  incoming = await createIncomingPayment(pair);
});
afterEach(() => fetch(`${pair.receiver}/sandbox/doubles`, { method: 'DELETE' }));
after(() => pair.close());

test('a payment that has arrived is confirmed, with what has arrived', async () => {
  await payCents(5);
  assert.deepEqual(await verify(), {
    incomingPayment: incoming,
    walletAddress,
    received: { currency: 'USD', value: '0.05' },
    increase: { currency: 'USD', value: '0.05' },
    confirmedBy: 'resource-server',
  });
});

test('nothing is confirmed before anything has arrived', async () => {
  await refused('payment-not-new');
});

test('each further payment is confirmed once; what was sent in before is refused', async () => {
  const claim = createClaims();
  await payCents(5);
  assert.equal((await verify({ claim })).increase.value, '0.05');
  await refused('payment-not-new', { claim });
  await payCents(2);
  const { received, increase } = await verify({ claim });
  assert.deepEqual([received.value, increase.value], ['0.07', '0.02']);
});

test('who sends one payment in ten times at once gets one thing for it', async () => {
  const claim = createClaims();
  await payCents(5);
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => verify({ claim })));
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
});

test('money that is on its way is waited for', async () => {
  const pauses: number[] = [];
  const delay = async (milliseconds: number) => {
    pauses.push(milliseconds);
    if (pauses.length === 2) await payCents(1);
  };
  assert.equal((await verify({ wait: 1_200, delay })).increase.value, '0.01');
  assert.deepEqual(pauses, [500, 500]);
});

test('money that does not come is not waited for longer than was said', async () => {
  const pauses: number[] = [];
  await refused('payment-not-new', { wait: 1_200, delay: async (pause) => void pauses.push(pause) });
  assert.deepEqual(pauses, [500, 500, 200]);
});

test('a payment that the wallet does not know is refused', async () => {
  incoming = incoming.replace(/[^/]+$/, '00000000-0000-4000-8000-000000000000');
  await refused('payment-not-found');
});

test('with the site’s own token, a payment to another customer of the same wallet is refused', async () => {
  const read = await readWithToken();
  await payCents(1);
  assert.equal((await verify({ read })).confirmedBy, 'wallet-address');

  incoming = await createIncomingPayment(pair, {}, `${pair.receiver}/coarse`);
  await refused('payment-of-another-wallet', { read });
});

test('with the site’s own token, an answer that does not say whose it is counts for nothing', async () => {
  await payCents(1);
  await refused('wallet-answer-invalid', { read: async (url) => (await fetch(url)).json() });
  await refused('wallet-unreachable', { read: () => Promise.reject(new Error('no token')) });
});

test('a wallet address with another name is the same wallet', async () => {
  walletAddress = `${pair.receiver}/alias`;
  incoming = await createIncomingPayment(pair, {}, `${pair.receiver}/ok`);
  await payCents(1);
  try {
    assert.equal((await verify()).walletAddress, `${pair.receiver}/ok`);
    assert.equal((await verify({ read: await readWithToken() })).confirmedBy, 'wallet-address');
  } finally {
    walletAddress = `${pair.receiver}/site`;
  }
});

test('a wallet address that is none confirms nothing', async () => {
  for (const path of ['404', 'html', 'bad-json'])
    await refused('wallet-answer-invalid', { walletAddress: `${pair.receiver}/${path}` });
  await refused('wallet-unreachable', { walletAddress: `${pair.receiver}/500` });
});

const DOUBLES: [name: string, code: NotVerifiedCode, more?: Partial<VerifyPaymentOptions>][] = [
  ['429', 'wallet-unreachable'],
  ['html-200', 'wallet-answer-invalid'],
  ['huge-body', 'wallet-answer-invalid'],
  ['redirect-loopback', 'wallet-answer-invalid'],
  ['slow-body', 'wallet-unreachable', { timeout: 200 }],
];
for (const [name, code, more] of DOUBLES) {
  test(`${name}: a wallet that misbehaves confirms nothing`, async () => {
    await payCents(1);
    const operation = 'GET /incoming-payments/{id}';
    const response = await fetch(`${pair.receiver}/sandbox/doubles/${name}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ operation, times: 1 }),
    });
    assert.equal(response.status, 200, await response.text());
    await refused(code, more);
    assert.equal((await verify()).increase.value, '0.01', 'and once it behaves, it does');
  });
}

function verify(options: Partial<VerifyPaymentOptions> = {}) {
  return verifyPayment(incoming, { walletAddress, wait: 0, ...options });
}

async function refused(code: NotVerifiedCode, options?: Partial<VerifyPaymentOptions>): Promise<void> {
  await assert.rejects(verify(options), { name: 'PaymentNotVerified', code });
}

async function payCents(cents: number): Promise<void> {
  assert.equal((await pay(pair, grant.token, incoming, cents)).status, 201);
  await settled(pair);
}

async function readWithToken() {
  const access = { type: 'incoming-payment', actions: ['read-all'] };
  const token = await requestToken(pair, pair.receiver, access);
  return async (url: string) => (await send(signRequest(pair.client, { url, token }))).body;
}
