import type { TestWalletAddress } from './wallet/test-wallet-address.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/** In the order in which they are displayed. */
export const TEST_WALLET_ADDRESSES: ReadonlyMap<string, TestWalletAddress> = new Map<
  string,
  TestWalletAddress
>([
  ['ok', payable('pays', 'pays')],
  ['slow', { ...payable('slow', 'pays; the wallet address responds after five seconds'), delayMs: 5_000 }],
  ['alias', { publicName: 'Test: alias of ok', description: 'its id is that of ok', aliasOf: 'ok' }],
  ['mxn', payable('pesos', 'pays in Mexican pesos', { asset: { code: 'MXN', scale: 2 } })],
  [
    'scale-9',
    payable('nine decimals', 'pays in dollars with nine decimals', {
      asset: { code: 'USD', scale: 9 },
    }),
  ],
  [
    'scale-0',
    payable('no decimals', 'pays in yen, which have no decimals', {
      asset: { code: 'JPY', scale: 0 },
    }),
  ],
  [
    'non-positive',
    payable(
      'more than a cent',
      'a euro account: one US cent is too small, the quote is rejected with the minimum of 2',
      { asset: { code: 'EUR', scale: 2 } },
    ),
  ],
  [
    'invalid-receiver',
    {
      publicName: 'Test: cannot be reached',
      description: 'is a wallet address, but cannot be paid: 400 "invalid receiver"',
      account: 'unreachable',
    },
  ],
  [
    'out-of-balance',
    payable('three payments', 'takes three payments for each incoming payment, then 403 "unauthorized"', {
      outcome: 'out-of-balance',
    }),
  ],
  [
    'token-expired',
    payable(
      'expires the token',
      'the token expires before the first payment: 403 "Inactive Token"; after a rotation, payments succeed',
      { outcome: 'token-expired' },
    ),
  ],
  [
    'key-revoked',
    payable('key revoked', "the payer's wallet no longer knows the client's key: 401", {
      outcome: 'key-revoked',
    }),
  ],
  [
    'insufficient-grant',
    payable('grant too small', 'the grant does not cover the payment: 403 "Insufficient Grant"', {
      outcome: 'insufficient-grant',
    }),
  ],
  [
    'flaky',
    payable(
      'every other time',
      'every other quote and every other payment fails with 500, starting with the first',
      {
        outcome: 'flaky',
      },
    ),
  ],
  [
    'settles-never',
    payable('never settles', 'the payment is created and stays pending', {
      outcome: 'settles-never',
    }),
  ],
  [
    'settle-fails',
    payable('settlement fails', 'the payment is created, then fails; no money moves', {
      outcome: 'settle-fails',
    }),
  ],
  [
    'partial',
    payable('half of it', 'the payment is created, then fails after half of it has arrived', {
      outcome: 'partial',
    }),
  ],
  [
    '404',
    {
      publicName: 'Test: not found',
      description: 'unknown',
      fixedResponse: { status: 404, type: 'text/plain', body: 'Not Found' },
    },
  ],
  [
    '500',
    {
      publicName: 'Test: broken',
      description: 'broken: always 500',
      fixedResponse: { status: 500, type: 'text/plain', body: 'Internal Server Error' },
    },
  ],
  [
    'html',
    {
      publicName: 'Test: a web page',
      description: 'responds with an HTML page',
      fixedResponse: {
        status: 200,
        type: 'text/html; charset=utf-8',
        body: '<!doctype html><title>Hello</title>',
      },
    },
  ],
  [
    'bad-json',
    {
      publicName: 'Test: malformed answer',
      description: 'responds with incomplete JSON',
      fixedResponse: { status: 200, type: JSON_TYPE, body: '{"id": "' },
    },
  ],
]);

/** The URL of each test wallet address, for a wallet with this origin. */
export function testWalletAddresses(origin: string): Record<string, string> {
  return Object.fromEntries([...TEST_WALLET_ADDRESSES.keys()].map((name) => [name, `${origin}/${name}`]));
}

function payable(
  name: string,
  description: string,
  more: Pick<TestWalletAddress, 'asset' | 'outcome'> = {},
): TestWalletAddress {
  return { publicName: `Test: ${name}`, description, account: 'payable', ...more };
}
