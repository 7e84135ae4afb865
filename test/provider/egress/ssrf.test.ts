import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, test } from 'node:test';
import { createEgress } from '../../../src/provider/egress/egress.js';
import { EgressError } from '../../../src/provider/egress/egress-error.js';
import { createEgressOptions } from '../../../src/provider/egress/egress-options.js';

/** A server on every address of this machine that counts connections. */
let visits = 0;
const canary = createServer((socket) => {
  visits += 1;
  socket.destroy();
});
await new Promise<void>((resolve) => canary.listen(0, '::', resolve));
const { port } = canary.address() as { port: number };
after(() => canary.close());

/** Addresses in all ranges that no wallet may have. */
const ADDRESSES = [
  ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.254', '127.0.0.1'],
  ...['127.1.2.3', '127.255.255.255', '169.254.169.254', '169.254.0.1', '172.16.0.1', '172.31.255.255'],
  ...['192.0.0.1', '192.0.0.170', '192.0.2.1', '192.168.0.1', '192.168.255.255', '198.18.0.1'],
  ...['198.19.255.255', '198.51.100.7', '203.0.113.7', '224.0.0.1', '239.255.255.250', '240.0.0.1'],
  ...['255.255.255.255', '::', '::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:169.254.169.254'],
  ...['64:ff9b::7f00:1', '2001::1', '2002:7f00:1::', '2001:db8::1', 'fc00::1', 'fd12:3456::1', 'fe80::1'],
  ...['fec0::1', 'ff02::1', '::127.0.0.1', '4000::1'],
];

/**
 * Spellings of those addresses, and other URLs that a wallet cannot have. `:port` is the canary's port, which
 * is allowed.
 */
const URLS = [
  ...['127.0.0.1', '127.1', '127.0.1', '2130706433', '0x7f000001', '0x7f.1', '0x7f.0.0.1', '0177.0.0.1'],
  ...[
    '017700000001',
    '127.0.0.1.',
    '127。0。0。1',
    '①②⑦.0.0.1',
    '１２７.0.0.1',
    '%31%32%37.0.0.1',
    '0',
    '0.0.0.0',
  ],
  ...['[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]'],
  ...['[64:ff9b::127.0.0.1]', '[2002:7f00:1::]', '[fe80::1]', '[fc00::1]', '[ff02::1]', '169.254.169.254'],
  ...[
    '0xa9fea9fe',
    '2852039166',
    '10.0.0.1',
    '10.1',
    '192.168.1.1',
    '192.168.257',
    '172.16.0.1',
    '100.64.0.1',
  ],
  ...['198.18.0.1', '224.0.0.1', '255.255.255.255', 'localhost', 'LOCALHOST', 'localhost.', 'a.localhost'],
  ...[
    'ⓛocalhost',
    'intranet',
    'metadata',
    'wallet.example.',
    'router.',
    'u@wallet.example',
    'u:p@wallet.example',
  ],
]
  .map((host) => `https://${host}:${port}/alice`)
  .concat(
    ...[
      `http://wallet.example:${port}/`,
      'http://127.0.0.1/',
      'http://wallet.example/',
      'file:///etc/passwd',
    ],
    ...[
      'gopher://127.0.0.1/',
      'ftp://wallet.example/',
      'data:application/json,{}',
      'blob:https://a.example/1',
    ],
    ...['javascript:1', 'ws://wallet.example/', 'https://wallet.example:22/', 'https://wallet.example:8443/'],
    ...[
      'https://wallet.example/#',
      'https://wallet.example/#a',
      'https://',
      'https:///alice',
      '//wallet.example/',
    ],
    ...[
      '/alice',
      '$wallet.example/alice',
      '',
      ' ',
      'https://wallet.example:port/',
      'https://wallet.example:99999/',
    ],
    ...[
      'https://a b.example/',
      'https://[::1/',
      'https://wallet.example\\@127.0.0.1/',
      `https://${'a'.repeat(300)}/`,
    ],
    ...[`https://wallet.example/${'a'.repeat(2_048)}`, `https://wallet.example/${'é'.repeat(700)}`],
  )
  // The backslash ends the host: this is wallet.example with an unusual path.
  .filter((url) => !url.includes('\\'));

test('a URL that a wallet cannot have is rejected before any look-up or connection', () => {
  const egress = createEgress({ ...createEgressOptions(false), ports: [443, port] });
  assert.ok(URLS.length >= 60, String(URLS.length));
  for (const url of URLS)
    assert.throws(() => egress.parseUrl(url), isFailure('url-refused'), `${url} is not rejected`);
});

test('a host name that resolves to any forbidden address is not called', async () => {
  assert.ok(ADDRESSES.length >= 40, String(ADDRESSES.length));
  let answer: string[] = [];
  const egress = createEgress({
    ...{ ...createEgressOptions(false), ports: [443, port], resolve: async () => answer },
    ...{ failureThreshold: Infinity, unknownHostRate: Infinity, initialConcurrency: 200 },
  });
  const names = ['https://wallet.example', 'https://a.b.wallet.example', 'https://bücher.example'];
  for (const address of ADDRESSES) {
    for (const mixed of [[address], ['93.184.215.14', address], [address, '2606:2800:21f:cb07::1']]) {
      answer = mixed;
      for (const name of names) {
        const url = new URL(`${name}:${port}/alice`);
        await assert.rejects(
          send(egress, url),
          isFailure('address-refused'),
          `${name} at ${mixed.join(', ')}`,
        );
      }
    }
    for (const text of URLS) {
      if (URL.canParse(text))
        await assert.rejects(send(egress, new URL(text)), isFailure('url-refused'), text);
    }
  }
  assert.equal(visits, 0);
  await egress.close();
});

test('the canary detects a guard that allows loopback', async () => {
  const egress = createEgress(createEgressOptions(true));
  await assert.rejects(send(egress, new URL(`http://127.0.0.1:${port}/`)), isFailure('unreachable'));
  assert.equal(visits, 1);
  await egress.close();
});

test('wallets’ URLs are accepted unchanged: https, international names, deep paths', () => {
  const egress = createEgress(createEgressOptions(false));
  for (const url of [
    ...['https://wallet.example/', 'https://wallet.example/alice', 'https://wallet.example:443/a/b/c'],
    ...[
      'https://bücher.example/alice',
      'https://93.184.215.14/alice',
      'https://[2606:2800:21f:cb07::1]/alice',
    ],
    ...[`https://wallet.example/${'a'.repeat(2_000)}`, 'https://local.host.example/127.0.0.1'],
  ])
    assert.equal(egress.parseUrl(url).protocol, 'https:', url);
});

test('a query is accepted only where it is allowed', () => {
  const egress = createEgress(createEgressOptions(false));
  for (const url of ['https://wallet.example/?', 'https://wallet.example/?a=b']) {
    assert.throws(() => egress.parseUrl(url), isFailure('url-refused'));
    assert.equal(egress.parseUrl(url, { query: true }).hostname, 'wallet.example');
  }
});

test('in a sandbox wallets may be on this machine with http and any port, and nowhere else', () => {
  const egress = createEgress(createEgressOptions(true));
  for (const url of [
    'http://localhost:4001/a',
    'https://localhost:1/',
    'http://127.0.0.1:1/',
    'http://[::1]:1/',
  ])
    assert.equal(egress.parseUrl(url).pathname.startsWith('/'), true);
  for (const url of [
    'http://wallet.example/',
    'https://wallet.example:8443/',
    'http://10.0.0.1/',
    'http://0.0.0.0/',
  ])
    assert.throws(() => egress.parseUrl(url), isFailure('url-refused'), url);
});

type Sender = Pick<ReturnType<typeof createEgress>, 'send'>;

function send(egress: Sender, url: URL) {
  return egress.send({ method: 'GET', url, headers: {} });
}

function isFailure(failure: EgressError['failure']) {
  return (error: unknown) => error instanceof EgressError && error.failure === failure;
}
