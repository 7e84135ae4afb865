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

test('no URL outside of the wallet’s resource server is asked for, whatever a page sends', async () => {
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
    const wallet = walletOf();
    await refused('payment-url-refused', wallet, {}, url);
    assert.deepEqual(wallet.asked, [WALLET.id]);
  }
  const { fetch } = walletOf();
  await assert.rejects(verifyPayment(undefined, { walletAddress: WALLET.id, fetch }), {
    code: 'payment-url-refused',
  });
});

test('a payment cannot be used twice by writing its URL in another way', async () => {
  const claim = createClaims();
  await verify(walletOf(), { claim });
  const undashed = ID.replaceAll('-', '');
  for (const id of [ID, ID.toUpperCase(), undashed, `${undashed.slice(0, 8)}-${undashed.slice(8)}`])
    await refused('payment-not-new', walletOf(), { claim }, PAYMENT.replace(ID, id));
  for (const spelling of [
    `${PAYMENT}?`,
    `${PAYMENT}?a=1`,
    `${PAYMENT}#`,
    `${PAYMENT}/`,
    ` ${PAYMENT}`,
    `${PAYMENT}\n`,
  ])
    await refused('payment-url-refused', walletOf(), { claim }, spelling);
  await refused('payment-url-refused', walletOf(), { claim }, PAYMENT.replace('b7', '%627'));
});

const ANSWERS: [says: string, code: NotVerifiedCode, answer: unknown][] = [
  [
    'is of another authorization server',
    'payment-of-another-wallet',
    { authServer: 'https://evil.example/auth' },
  ],
  ['belongs to somebody else', 'payment-of-another-wallet', { walletAddress: `${ORIGIN}/bob` }],
  ['is in another currency', 'wallet-answer-invalid', { receivedAmount: amount({ assetCode: 'USD' }) }],
  ['is in another scale', 'wallet-answer-invalid', { receivedAmount: amount({ assetScale: 0 }) }],
  ['has a number as its amount', 'wallet-answer-invalid', { receivedAmount: amount({ value: 100 }) }],
  ['has a negative amount', 'wallet-answer-invalid', { receivedAmount: amount({ value: '-1' }) }],
  ['has a fraction', 'wallet-answer-invalid', { receivedAmount: amount({ value: '0.5' }) }],
  [
    'has more than any ledger',
    'wallet-answer-invalid',
    { receivedAmount: amount({ value: '9'.repeat(40) }) },
  ],
  ['has no amount', 'wallet-answer-invalid', { receivedAmount: undefined }],
];
for (const [says, code, answer] of ANSWERS) {
  test(`an incoming payment that ${says} is refused`, async () => {
    await refused(code, walletOf({ payment: () => ({ ...paymentOf('100'), ...(answer as object) }) }));
  });
}

test('an answer that is no object is refused', async () => {
  for (const payment of [null, 'paid', 100, []])
    await refused('wallet-answer-invalid', walletOf({ payment: () => payment }));
});

test('an answer that is JSON by chance only, such as what visitors may upload, is refused', async () => {
  const wallet = walletOf();
  const headers = { 'content-type': 'text/plain' };
  const plain: typeof fetch = async (url, options) => {
    const answer = await wallet.fetch(url, options);
    return url === WALLET.id ? answer : new Response(await answer.text(), { headers });
  };
  await refused('wallet-answer-invalid', { asked: [], fetch: plain });
});

test('an answer that comes late does not lower what has been claimed', async () => {
  const claim = createClaims();
  for (const [received, before] of [
    ['0.05', undefined],
    ['0.03', '0.05'],
    ['0.06', '0.05'],
    ['0.10', '0.06'],
  ])
    assert.equal(claim(PAYMENT, received as string), before);
});

test('a wallet that takes back what it has said is refused', async () => {
  const values = ['3', '2'];
  const wallet = walletOf({ payment: () => paymentOf(values.shift() ?? '2') });
  await refused('payment-shrunk', wallet, { claim: () => '0.05' });
});

test('a call that another one has overtaken asks again, and finds nothing new', async () => {
  const values = ['3', '5'];
  const wallet = walletOf({ payment: () => paymentOf(values.shift() ?? '5') });
  await refused('payment-not-new', wallet, { claim: () => '0.05' });
});

test('amounts that no double holds are compared to the last digit', async () => {
  const wallet = walletOf({ payment: () => paymentOf('9007199254740993') });
  const { increase } = await verify(wallet, { claim: () => '90071992547409.92' });
  assert.equal(increase.value, '0.01');
});

test('a wallet on the network does not send the site’s server to its own machine', async () => {
  for (const server of [
    'https://localhost/op',
    'http://127.0.0.1:8080',
    'https://[::1]/op',
    'http://wallet.example/op',
  ]) {
    for (const member of ['authServer', 'resourceServer']) {
      const wallet = walletOf({ wallet: { ...WALLET, [member]: server } });
      await refused('wallet-answer-invalid', wallet, {}, `${server}/incoming-payments/1`);
      assert.deepEqual(wallet.asked, [WALLET.id]);
    }
  }
});

test('a wallet address that lacks a member confirms nothing', async () => {
  for (const member of Object.keys(WALLET))
    await refused('wallet-answer-invalid', walletOf({ wallet: { ...WALLET, [member]: undefined } }));
});

test('a wallet that cannot be reached is told apart, with its cause', async () => {
  const cause = new TypeError('fetch failed');
  const wallet = { asked: [], fetch: () => Promise.reject(cause) };
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
    await assert.rejects(verify(walletOf(), options), {
      name: 'TypeError',
      message: new RegExp(`^"${option}"`),
    });
  });
}

interface WalletDouble {
  readonly asked: string[];
  readonly fetch: typeof fetch;
}

function walletOf({
  wallet = WALLET as object,
  payment = (): unknown => paymentOf('100'),
} = {}): WalletDouble {
  const asked: string[] = [];
  return {
    asked,
    fetch: async (url) => {
      asked.push(String(url));
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

function verify(wallet: WalletDouble, options: Partial<VerifyPaymentOptions> = {}, url: unknown = PAYMENT) {
  return verifyPayment(url, { walletAddress: WALLET.id, wait: 0, fetch: wallet.fetch, ...options });
}

async function refused(
  code: NotVerifiedCode,
  wallet: WalletDouble,
  options: Partial<VerifyPaymentOptions> = {},
  url: unknown = PAYMENT,
) {
  await assert.rejects(verify(wallet, options, url), { name: 'PaymentNotVerified', code });
}
