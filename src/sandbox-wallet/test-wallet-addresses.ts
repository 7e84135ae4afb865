/** What one test wallet address does, for ever. */
export interface TestWalletAddress {
  readonly publicName: string;
  /** Its account: `payable` works, `unreachable` is refused as "invalid receiver", absent has none. */
  readonly account?: 'payable' | 'unreachable';
  /** Milliseconds before the wallet address server answers. */
  readonly delay?: number;
  /** The test wallet address whose `id` this one answers with. */
  readonly aliasOf?: string;
  /** What the wallet address server says instead of the truth. */
  readonly answer?: { readonly status: number; readonly type: string; readonly body: string };
}

export const TEST_WALLET_ADDRESSES: Readonly<Record<string, TestWalletAddress>> = {
  ok: { publicName: 'Test: pays', account: 'payable' },
  slow: { publicName: 'Test: pays, slow to answer', account: 'payable', delay: 5_000 },
  alias: { publicName: 'Test: alias of ok', aliasOf: 'ok' },
  'invalid-receiver': { publicName: 'Test: cannot be reached', account: 'unreachable' },
  '404': { publicName: 'Test: not found', answer: { status: 404, type: 'text/plain', body: 'Not Found' } },
  '500': {
    publicName: 'Test: broken',
    answer: { status: 500, type: 'text/plain', body: 'Internal Server Error' },
  },
  html: {
    publicName: 'Test: a web page',
    answer: { status: 200, type: 'text/html; charset=utf-8', body: '<!doctype html><title>Hello</title>' },
  },
  'bad-json': {
    publicName: 'Test: malformed answer',
    answer: { status: 200, type: 'application/json; charset=utf-8', body: '{"id": "' },
  },
};

/** URL of each test wallet address at the wallet with this origin. */
export function testWalletAddresses(origin: string): Record<string, string> {
  return Object.fromEntries(Object.keys(TEST_WALLET_ADDRESSES).map((name) => [name, `${origin}/${name}`]));
}
