import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createClaims,
  type NotVerifiedCode,
  verifyPayment,
  type VerifyPaymentOptions,
} from '../../src/verify-payment/verify-payment.js';

const ORIGIN = 'https://wallet.example';
const SERVER = `${ORIGIN}/op`;
const ID = 'b7a5b1f6-6d5a-4b6e-9a53-3f3f0d1e2c4d';
const PAYMENT = `${SERVER}/incoming-payments/${ID}`;
const WALLET = {
  id: `${ORIGIN}/alice`,
  assetCode: 'EUR',
  assetScale: 2,
  authServer: `${ORIGIN}/auth`,
  resourceServer: SERVER,
};

test('no URL outside of the wallet’s resource server is requested, whatever a page sends', async () => {
  const elsewhere = [
    'https://evil.example/op/incoming-payments/1',
    `https://wallet.example.evil.example/op/incoming-payments/${ID}`,
    `https://wallet.example@evil.example/op/incoming-payments/${ID}`,
    `https://wallet.example:8443/op/incoming-payments/${ID}`,
    `http://wallet.example/op/incoming-payments/${ID}`,
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    `${SERVER}/incoming-payments/../outgoing-payments/1`,
    `${SERVER}/incoming-payments/..`,
    `${SERVER}/incoming-payments/%2e%2e/quotes`,
    `${SERVER}/incoming-payments/`,
    `${SERVER}/incoming-payments`,
    `${SERVER}/incoming-payments/${ID}/complete`,
    `${SERVER}/quotes/${ID}`,
    `${SERVER}/incoming-payments/${'a'.repeat(5_000)}`,
    '',
    null,
    42,
    { toString: () => PAYMENT },
    [PAYMENT],
  ];
  for (const url of elsewhere) {
    const wallet = createFakeWallet();
    await assertNotVerified('payment-url-refused', wallet, {}, url);
    assert.deepEqual(wallet.requestedUrls, [WALLET.id]);
  }
  const { fetch } = createFakeWallet();
  await assert.rejects(verifyPayment(undefined, { walletAddress: WALLET.id, fetch }), {
    code: 'payment-url-refused',
  });
});

test('a payment cannot be used twice with another spelling of its URL', async () => {
  const claim = createClaims();
  await verify(createFakeWallet(), { claim });
  const undashed = ID.replaceAll('-', '');
  for (const id of [ID, ID.toUpperCase(), undashed, `${undashed.slice(0, 8)}-${undashed.slice(8)}`])
    await assertNotVerified('payment-not-new', createFakeWallet(), { claim }, PAYMENT.replace(ID, id));
  for (const spelling of [
    `${PAYMENT}?`,
    `${PAYMENT}?a=1`,
    `${PAYMENT}#`,
    `${PAYMENT}/`,
    ` ${PAYMENT}`,
    `${PAYMENT}\n`,
  ])
    await assertNotVerified('payment-url-refused', createFakeWallet(), { claim }, spelling);
  await assertNotVerified(
    'payment-url-refused',
    createFakeWallet(),
    { claim },
    PAYMENT.replace('b7', '%627'),
  );
});

const ANSWERS: [says: string, code: NotVerifiedCode, answer: unknown][] = [
  [
    'is of another authorization server',
    'payment-of-another-wallet',
    { authServer: 'https://evil.example/auth' },
  ],
  ['belongs to another wallet address', 'payment-of-another-wallet', { walletAddress: `${ORIGIN}/bob` }],
  ['is in another currency', 'wallet-response-invalid', { receivedAmount: amount({ assetCode: 'USD' }) }],
  ['is in another scale', 'wallet-response-invalid', { receivedAmount: amount({ assetScale: 0 }) }],
  ['has a number as its amount', 'wallet-response-invalid', { receivedAmount: amount({ value: 100 }) }],
  ['has a negative amount', 'wallet-response-invalid', { receivedAmount: amount({ value: '-1' }) }],
  ['has a fraction', 'wallet-response-invalid', { receivedAmount: amount({ value: '0.5' }) }],
  [
    'has more than any ledger',
    'wallet-response-invalid',
    { receivedAmount: amount({ value: '9'.repeat(40) }) },
  ],
  ['has no amount', 'wallet-response-invalid', { receivedAmount: undefined }],
];
for (const [says, code, answer] of ANSWERS) {
  test(`an incoming payment that ${says} is rejected`, async () => {
    await assertNotVerified(
      code,
      createFakeWallet({ payment: () => ({ ...paymentOf('100'), ...(answer as object) }) }),
    );
  });
}

test('a response that is not an object is rejected', async () => {
  for (const payment of [null, 'paid', 100, []])
    await assertNotVerified('wallet-response-invalid', createFakeWallet({ payment: () => payment }));
});

test('a response without a JSON content type, such as an uploaded file, is rejected', async () => {
  const wallet = createFakeWallet();
  const headers = { 'content-type': 'text/plain' };
  const plain: typeof fetch = async (url, options) => {
    const answer = await wallet.fetch(url, options);
    return url === WALLET.id ? answer : new Response(await answer.text(), { headers });
  };
  await assertNotVerified('wallet-response-invalid', { requestedUrls: [], fetch: plain });
});

test('a late response does not lower the claimed amount', async () => {
  const claim = createClaims();
  for (const [received, before] of [
    ['0.05', undefined],
    ['0.03', '0.05'],
    ['0.06', '0.05'],
    ['0.10', '0.06'],
  ])
    assert.equal(claim(PAYMENT, received as string), before);
});

test('a wallet that reduces its received amount is rejected', async () => {
  const values = ['3', '2'];
  const wallet = createFakeWallet({ payment: () => paymentOf(values.shift() ?? '2') });
  await assertNotVerified('payment-decreased', wallet, { claim: () => '0.05' });
});

test('a call that is overtaken by another one repeats its request, and finds nothing new', async () => {
  const values = ['3', '5'];
  const wallet = createFakeWallet({ payment: () => paymentOf(values.shift() ?? '5') });
  await assertNotVerified('payment-not-new', wallet, { claim: () => '0.05' });
});

test('amounts beyond the precision of a number are compared exactly', async () => {
  const wallet = createFakeWallet({ payment: () => paymentOf('9007199254740993') });
  const { increase } = await verify(wallet, { claim: () => '90071992547409.92' });
  assert.equal(increase.value, '0.01');
});

test('a public wallet cannot make the site’s server call its own machine', async () => {
  for (const server of [
    'https://localhost/op',
    'http://127.0.0.1:8080',
    'https://[::1]/op',
    'http://wallet.example/op',
  ]) {
    for (const member of ['authServer', 'resourceServer']) {
      const wallet = createFakeWallet({ wallet: { ...WALLET, [member]: server } });
      await assertNotVerified('wallet-response-invalid', wallet, {}, `${server}/incoming-payments/1`);
      assert.deepEqual(wallet.requestedUrls, [WALLET.id]);
    }
  }
});

test('a wallet address with a missing member verifies nothing', async () => {
  for (const member of Object.keys(WALLET))
    await assertNotVerified(
      'wallet-response-invalid',
      createFakeWallet({ wallet: { ...WALLET, [member]: undefined } }),
    );
});

test('an unreachable wallet has its own error, with its cause', async () => {
  const cause = new TypeError('fetch failed');
  const wallet = { requestedUrls: [], fetch: () => Promise.reject(cause) };
  await assert.rejects(verify(wallet), { code: 'wallet-unreachable', cause });
});

const WRONG: [option: string, options: Partial<VerifyPaymentOptions>][] = [
  ['walletAddress', { walletAddress: '$wallet.example/alice' }],
  ['walletAddress', { walletAddress: 'http://wallet.example/alice' }],
  ['walletAddress', { walletAddress: 'https://me:secret@wallet.example/alice' }],
  ['walletAddress', { walletAddress: 'https://wallet.example/alice?x' }],
  ['walletAddress', { walletAddress: undefined as unknown as string }],
  ['wait', { wait: -1 }],
  ['wait', { wait: '5' as unknown as number }],
  ['timeout', { timeout: 0 }],
];
for (const [option, options] of WRONG) {
  test(`the option ${option} cannot be ${String(Object.values(options)[0])}`, async () => {
    await assert.rejects(verify(createFakeWallet(), options), {
      name: 'TypeError',
      message: new RegExp(`^"${option}"`),
    });
  });
}

interface FakeWallet {
  readonly requestedUrls: string[];
  readonly fetch: typeof fetch;
}

function createFakeWallet({
  wallet = WALLET as object,
  payment = (): unknown => paymentOf('100'),
} = {}): FakeWallet {
  const requestedUrls: string[] = [];
  return {
    requestedUrls,
    fetch: async (url) => {
      requestedUrls.push(String(url));
      return Response.json(url === WALLET.id ? wallet : payment());
    },
  };
}

function paymentOf(value: string) {
  return { receivedAmount: amount({ value }), authServer: WALLET.authServer };
}

function amount(more: object) {
  return { value: '100', assetCode: 'EUR', assetScale: 2, ...more };
}

function verify(wallet: FakeWallet, options: Partial<VerifyPaymentOptions> = {}, url: unknown = PAYMENT) {
  return verifyPayment(url, { walletAddress: WALLET.id, wait: 0, fetch: wallet.fetch, ...options });
}

async function assertNotVerified(
  code: NotVerifiedCode,
  wallet: FakeWallet,
  options: Partial<VerifyPaymentOptions> = {},
  url: unknown = PAYMENT,
) {
  await assert.rejects(verify(wallet, options, url), { name: 'PaymentNotVerified', code });
}
