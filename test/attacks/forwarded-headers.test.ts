import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type OpenedProvider, openProvider } from '../support/provider.js';

const ONE_CALL = { callsPerAddress: { perMinute: 1, burst: 1 } };
/** The proxy of these tests, on this machine, and those behind it. */
const TRUST = '127.0.0.1, ::1, 10.0.0.0/8';
/** Whom the proxy has seen. It writes that behind what its client has sent. */
const CLIENT = '198.51.100.7';

/** Each question is asked an hour after the one before, when everybody may call again. */
let now = Date.now();
const clock = () => now;
const direct = await openProvider({ limits: ONE_CALL, now: clock });
const proxied = await openProvider({ limits: ONE_CALL, now: clock, trustProxy: TRUST });

type Headers = Record<string, string | string[]>;

/** Whether two callers of one address, the proxy's or their own, are told apart by these headers. */
async function areTwo({ server }: OpenedProvider, first: Headers, second: Headers): Promise<boolean> {
  now += 3_600_000;
  const call = async (headers: Headers) =>
    (await server.inject({ url: '/relay', remoteAddress: '127.0.0.1', headers })).statusCode;
  assert.equal(await call(first), 200);
  return (await call(second)) === 200;
}

/** In each, some proxy or other says whom it speaks for. */
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

test('without WM_TRUST_PROXY no header makes a caller another one', async () => {
  for (const name of CLAIMS)
    assert.ok(!(await areTwo(direct, claim(name, '198.51.100.1'), claim(name, '198.51.100.2'))), name);
});

test('behind a proxy X-Forwarded-For alone tells callers apart, and of it only what the proxy has written', async () => {
  assert.ok(await areTwo(proxied, forwarded('198.51.100.1'), forwarded('198.51.100.2')));
  for (const name of CLAIMS.slice(1)) {
    const [first, second] = [claim(name, '198.51.100.1'), claim(name, '198.51.100.2')];
    const isFooled = await areTwo(
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
    // Twice the header is one list, in their order.
    [CLIENT, ['198.51.100.1', CLIENT]],
  ] as [string, string | string[]][])
    assert.ok(!(await areTwo(proxied, forwarded(first), forwarded(second))), String(second));
});

test('one caller is one, however its proxy spells it: with a port, in brackets, as IPv6, as nonsense', async () => {
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
    assert.ok(!(await areTwo(proxied, forwarded(first), forwarded(second))), `${first} and ${second}`);
  assert.ok(await areTwo(proxied, forwarded('198.51.100.7:1024'), forwarded('198.51.100.8:1024')));
});
