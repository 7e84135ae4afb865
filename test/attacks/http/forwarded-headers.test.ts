import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type OpenedProvider, openProvider } from '../../support/provider/open-provider.js';

const ONE_CALL = { callsPerAddress: { perMinute: 1, burst: 1 } };
/** The addresses of the trusted proxies: this machine and a private network. */
const TRUST = '127.0.0.1, ::1, 10.0.0.0/8';
/** The client address that the proxy appends to the header. */
const CLIENT = '198.51.100.7';

/** The checks are an hour apart, so that the rate limit has recovered. */
let now = Date.now();
const clock = () => now;
const direct = await openProvider({ limits: ONE_CALL, now: clock });
const proxied = await openProvider({ limits: ONE_CALL, now: clock, trustProxy: TRUST });

type Headers = Record<string, string | string[]>;

/** Whether these headers make two requests from one IP address count as different callers. */
async function areDifferentCallers(
  { server }: OpenedProvider,
  first: Headers,
  second: Headers,
): Promise<boolean> {
  now += 3_600_000;
  const call = async (headers: Headers) =>
    (await server.inject({ url: '/relay', remoteAddress: '127.0.0.1', headers })).statusCode;
  assert.equal(await call(first), 200);
  return (await call(second)) === 200;
}

/** Headers in which proxies report the client's address. */
const CLAIMS = [
  'x-forwarded-for',
  'forwarded',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'x-cluster-client-ip',
  'x-originating-ip',
];

const forwarded = (value: string | string[]) => ({ 'x-forwarded-for': value });
const claim = (name: string, address: string) => ({
  [name]: name === 'forwarded' ? `for=${address}` : address,
});

test('without WM_TRUST_PROXY no header changes the caller', async () => {
  for (const name of CLAIMS)
    assert.ok(
      !(await areDifferentCallers(direct, claim(name, '198.51.100.1'), claim(name, '198.51.100.2'))),
      name,
    );
});

test('behind a proxy only the address that it appended to X-Forwarded-For identifies the caller', async () => {
  assert.ok(await areDifferentCallers(proxied, forwarded('198.51.100.1'), forwarded('198.51.100.2')));
  for (const name of CLAIMS.slice(1)) {
    const [first, second] = [claim(name, '198.51.100.1'), claim(name, '198.51.100.2')];
    const isFooled = await areDifferentCallers(
      proxied,
      { ...forwarded(CLIENT), ...first },
      { ...forwarded(CLIENT), ...second },
    );
    assert.ok(!isFooled, name);
  }
  for (const [first, second] of [
    [`198.51.100.1, ${CLIENT}`, `198.51.100.2, ${CLIENT}`],
    [`10.0.0.1, ${CLIENT}`, `127.0.0.1, ${CLIENT}`],
    [CLIENT, `198.51.100.1, 198.51.100.2,${CLIENT} , 10.0.0.9`],
    [CLIENT, ` ,, ${CLIENT},`],
    // A repeated header is one list, in order.
    [CLIENT, ['198.51.100.1', CLIENT]],
  ] as [string, string | string[]][])
    assert.ok(!(await areDifferentCallers(proxied, forwarded(first), forwarded(second))), String(second));
});

test('a caller counts once in every spelling of its address', async () => {
  for (const [first, second] of [
    ['198.51.100.7:1024', '198.51.100.7:1025'],
    ['198.51.100.7', '[::ffff:198.51.100.7]:443'],
    ['[2001:db8:1:2::1]:1024', '[2001:db8:1:2::2]:1025'],
    ['2001:db8:1:2::1', '2001:DB8:0001:0002:ffff::1'],
    ['2001:db8:1:2::1', '2001:db8:1:2::1%eth0'],
    ['unknown', '_hidden'],
    ['a', 'b'.repeat(500)],
    ['198.51.100.7:1:2', '999.0.0.1'],
  ] as const)
    assert.ok(
      !(await areDifferentCallers(proxied, forwarded(first), forwarded(second))),
      `${first} and ${second}`,
    );
  assert.ok(
    await areDifferentCallers(proxied, forwarded('198.51.100.7:1024'), forwarded('198.51.100.8:1024')),
  );
});
