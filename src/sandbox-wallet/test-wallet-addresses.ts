import type { Asset } from './ledger/asset.js';
import type { Outcome } from './ledger/outcome.js';

/** What one test wallet address does, for ever. */
export interface TestWalletAddress {
  readonly publicName: string;
  /** For people: what comes of paying it. */
  readonly does: string;
  /** Its account: `payable` works, `unreachable` is refused as "invalid receiver", absent has none. */
  readonly account?: 'payable' | 'unreachable';
  /** Default: US dollars with two decimals. */
  readonly asset?: Asset;
  /** What comes of payments to it; absent: they arrive. */
  readonly outcome?: Outcome;
  /** Milliseconds before the wallet address server answers. */
  readonly delay?: number;
  /** The test wallet address whose `id` this one answers with. */
  readonly aliasOf?: string;
  /** What the wallet address server says instead of the truth. */
  readonly answer?: { readonly status: number; readonly type: string; readonly body: string };
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** In the order in which people read them. */
export const TEST_WALLET_ADDRESSES: ReadonlyMap<string, TestWalletAddress> = new Map<
  string,
  TestWalletAddress
>([
  ['ok', payable('pays', 'pays')],
  ['slow', { ...payable('slow', 'pays; the wallet address takes five seconds'), delay: 5_000 }],
  ['alias', { publicName: 'Test: alias of ok', does: 'its id is that of ok', aliasOf: 'ok' }],
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
      'a euro account: of one US cent nothing arrives, the quote is refused and names the least, 2',
      { asset: { code: 'EUR', scale: 2 } },
    ),
  ],
  [
    'invalid-receiver',
    {
      publicName: 'Test: cannot be reached',
      does: 'is a wallet address, but cannot be paid: 400 "invalid receiver"',
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
      'the first payment finds the token expired: 403 "Inactive Token"; rotated, it goes on',
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
    payable('grant too small', 'the grant does not cover it: 403 "Insufficient Grant"', {
      outcome: 'insufficient-grant',
    }),
  ],
  [
    'flaky',
    payable(
      'every other time',
      'every other quote and every other payment is a 500, beginning with the first',
      {
        outcome: 'flaky',
      },
    ),
  ],
  [
    'settles-never',
    payable('never settles', 'the payment is created and stays under way for ever', {
      outcome: 'settles-never',
    }),
  ],
  [
    'settle-fails',
    payable('settlement fails', 'the payment is created, then fails; nothing is taken', {
      outcome: 'settle-fails',
    }),
  ],
  [
    'partial',
    payable('half of it', 'the payment is created, half of it arrives, then it fails', {
      outcome: 'partial',
    }),
  ],
  [
    '404',
    {
      publicName: 'Test: not found',
      does: 'unknown',
      answer: { status: 404, type: 'text/plain', body: 'Not Found' },
    },
  ],
  [
    '500',
    {
      publicName: 'Test: broken',
      does: 'broken: always 500',
      answer: { status: 500, type: 'text/plain', body: 'Internal Server Error' },
    },
  ],
  [
    'html',
    {
      publicName: 'Test: a web page',
      does: 'answers with a web page',
      answer: { status: 200, type: 'text/html; charset=utf-8', body: '<!doctype html><title>Hello</title>' },
    },
  ],
  [
    'bad-json',
    {
      publicName: 'Test: malformed answer',
      does: 'answers with half a JSON document',
      answer: { status: 200, type: JSON_TYPE, body: '{"id": "' },
    },
  ],
]);

/** URL of each test wallet address at the wallet with this origin. */
export function testWalletAddresses(origin: string): Record<string, string> {
  return Object.fromEntries([...TEST_WALLET_ADDRESSES.keys()].map((name) => [name, `${origin}/${name}`]));
}

function payable(
  name: string,
  does: string,
  more: Pick<TestWalletAddress, 'asset' | 'outcome'> = {},
): TestWalletAddress {
  return { publicName: `Test: ${name}`, does, account: 'payable', ...more };
}
