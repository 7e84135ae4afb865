import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyRequest } from 'fastify';
import { createRateLimiter } from '../../../src/provider/limits/rate-limiter.js';
import { DEFAULT_LIMITS } from '../../../src/provider/provider.js';
import { openProvider } from '../../support/provider/open-provider.js';
import { openRelayPage, type RelayResponse, type RelayPage } from '../../support/provider/relay-page.js';
import { openSandbox } from '../../support/open-sandbox.js';

const SITE = 'https://site.example';
const one = { perMinute: 1, burst: 1 };

function assertLimited({ status, headers, body }: RelayResponse): void {
  assert.deepEqual([status, body.code], [429, 'rate-limited']);
  const seconds = Number(headers.get('retry-after'));
  assert.ok(Number.isInteger(seconds) && seconds >= 1 && seconds <= 60, String(seconds));
  assert.equal(headers.get('access-control-allow-origin'), SITE, 'readable by the page');
  assert.match(headers.get('access-control-expose-headers') ?? '', /retry-after/);
}

test('the 31st new connection of an address in a minute gets 429 with Retry-After', async () => {
  let now = Date.now();
  const { origin } = await openProvider({ now: () => now });
  const pages: RelayPage[] = [];
  for (let count = 0; count < 31; count += 1) pages.push(await openRelayPage(origin, SITE));
  const answers: RelayResponse[] = [];
  for (const page of pages) answers.push(await page.call('POST', '/relay/connections', {}));
  const last = answers.pop() as RelayResponse;
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201]);
  assertLimited(last);
  assert.equal(
    (await (pages[0] as RelayPage).call('POST', '/relay/connections', {})).status,
    200,
    'a known connection is not limited',
  );
  now += Number(last.headers.get('retry-after')) * 1000;
  assert.equal((await (pages[30] as RelayPage).call('POST', '/relay/connections', {})).status, 201);
});

test('a key has its own limit', async () => {
  const { origin } = await openProvider({ limits: { callsPerKey: { perMinute: 60, burst: 3 } } });
  const [busy, other] = [await openRelayPage(origin, SITE), await openRelayPage(origin, SITE)];
  for (let count = 0; count < 3; count += 1)
    assert.equal((await busy.call('GET', '/relay/connections/x')).status, 404);
  assertLimited(await busy.call('GET', '/relay/connections/x'));
  assert.equal((await other.call('GET', '/relay/connections/x')).status, 404);
});

test('a call without a valid key is counted by address before its proof is checked', async () => {
  const { origin } = await openProvider({ limits: { callsPerAddress: { perMinute: 1, burst: 3 } } });
  const page = await openRelayPage(origin, SITE);
  const call = () => page.call('POST', '/relay/connections', {}, { headers: { dpop: 'x' } });
  assert.deepEqual(
    [(await call()).status, (await call()).status],
    [401, 401],
    'the first call requested the nonce',
  );
  assertLimited(await call());
});

test('X-Forwarded-For is accepted from a trusted proxy only', async () => {
  const limits = { callsPerAddress: one };
  for (const [trustProxy, expected] of [
    [undefined, 429],
    ['127.0.0.1, ::1', 200],
    ['192.0.2.1', 429],
  ] as const) {
    const { server } = await openProvider({ limits, ...(trustProxy && { trustProxy }) });
    const ask = (address: string) =>
      server.inject({ url: '/relay', remoteAddress: '127.0.0.1', headers: { 'x-forwarded-for': address } });
    assert.equal((await ask('198.51.100.1')).statusCode, 200);
    assert.equal((await ask('198.51.100.2')).statusCode, expected, trustProxy);
  }
});

test('a page with 20 links in three windows is never rate limited', async () => {
  const { origin } = await openProvider();
  const window = await openRelayPage(origin, SITE);
  const windows = [
    window,
    await openRelayPage(origin, SITE, window.key),
    await openRelayPage(origin, SITE, window.key),
  ];
  const answers = (await Promise.all(windows.map(beginAsAgent))).flat();
  assert.equal(answers.length, 3 * 43);
  assert.equal(answers.filter(({ status }) => status === 429).length, 0);
});

test('consent requests are limited to ten a minute per visitor and sixty per site', () => {
  const rates = createRateLimiter(DEFAULT_LIMITS, () => 0, true);
  const request = { ip: '192.0.2.1' } as FastifyRequest;
  const limited = { code: 'rate-limited' };
  for (let count = 0; count < 10; count += 1) rates.checkConsentRequest(request, 'visitor', SITE);
  assert.throws(() => rates.checkConsentRequest(request, 'visitor', 'https://other.example'), limited);
  for (let count = 10; count < 60; count += 1) rates.checkConsentRequest(request, `visitor ${count}`, SITE);
  assert.throws(() => rates.checkConsentRequest(request, 'one more', SITE), limited);
  rates.checkConsentRequest({ ip: '::1' } as FastifyRequest, 'one more', SITE);
});

test('a sandbox does not limit this machine’s own pages and tests', async () => {
  const { directory } = await openSandbox();
  for (let count = 0; count < 40; count += 1) {
    const page = await openRelayPage(directory.provider, SITE);
    assert.equal((await page.call('POST', '/relay/connections', {})).status, 201);
  }
});

/**
 * The agent's calls for 20 links: one connection, 20 look-ups, 20 sessions, then ticks. They are counted
 * before they are processed, so they need not succeed.
 */
async function beginAsAgent(page: RelayPage): Promise<RelayResponse[]> {
  const walletAddress = 'file:///nothing';
  const connected = await page.call('POST', '/relay/connections', {});
  const links = await Promise.all(
    Array.from({ length: 20 }, async () => [
      await page.call('POST', '/relay/wallet-addresses', { walletAddress }),
      await page.call('POST', '/relay/sessions', { connection: connected.body.id, walletAddress }),
    ]),
  );
  const ticks = [
    await page.call('POST', '/relay/sessions/x/payments', {}),
    await page.call('POST', '/relay/sessions/x/payments', {}),
  ];
  return [connected, ...links.flat(), ...ticks];
}

test('the account page and the finish page are limited as well, because every call writes and cookies can be invented', async () => {
  const limits = { callsPerAddress: { perMinute: 1, burst: 3 } };
  const cookie = (origin: string) => `wm-visitor-${new URL(origin).port}=${'x'.repeat(43)}`;
  for (const [path, status] of [
    ['/account', 200],
    ['/grants/x/finish', 404],
  ] as const) {
    const { origin } = await openProvider({ limits });
    const statuses: number[] = [];
    for (let count = 0; count < 4; count += 1)
      statuses.push((await fetch(origin + path, { headers: { cookie: cookie(origin) } })).status);
    assert.deepEqual(statuses, [status, status, status, 429]);
  }
});
