import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openProvider } from '../../support/provider/open-provider.js';
import { openRelayPage } from '../../support/provider/relay-page.js';
import { openSandbox } from '../../support/open-sandbox.js';
import { waitFor } from '../../support/wait-for.js';

const NEW_WORK_PATHS = [
  '/relay/connections',
  '/relay/sessions',
  '/relay/wallet-addresses',
  '/connect/x/challenges',
];
const ONGOING_WORK = [
  ['POST', '/relay/sessions/x/payments'],
  ['DELETE', '/relay/sessions/x'],
  ['DELETE', '/relay/connections/x'],
  ['GET', '/relay/connections/x'],
  ['GET', '/relay'],
] as const;

test('while the event loop lags, new work is rejected for some seconds and ongoing work continues', async () => {
  const { server } = await openProvider({ limits: { maxEventLoopDelay: 100 } });
  const headers = { origin: 'https://site.example' };
  const statusOf = async (method: 'GET' | 'POST' | 'DELETE', url: string) =>
    (await server.inject({ method, url, headers })).statusCode;
  assert.equal(await statusOf('POST', '/relay/sessions'), 401);
  await blockEventLoop(300, 1_800);
  for (const url of NEW_WORK_PATHS) {
    const { statusCode, headers: answered, body } = await server.inject({ method: 'POST', url, headers });
    assert.deepEqual([statusCode, JSON.parse(body).code], [503, 'provider-busy'], url);
    assert.ok(Number(answered['retry-after']) >= 3);
    if (url.startsWith('/relay')) assert.equal(answered['access-control-allow-origin'], headers.origin);
  }
  for (const [method, url] of ONGOING_WORK) assert.notEqual(await statusOf(method, url), 503, url);
  await waitFor(async () => (await statusOf('POST', '/relay/sessions')) === 401);
});

test('a single block of more than a second does not count as continuing lag', async () => {
  const { server } = await openProvider({ limits: { maxEventLoopDelay: 60_000 } });
  const { server: strict } = await openProvider({ limits: { maxEventLoopDelay: 100 } });
  await blockEventLoop(1_500, 1_500);
  const request = { url: '/relay/sessions', headers: { origin: 'https://site.example' } };
  const statusOf = async (at: typeof server) => (await at.inject({ ...request, method: 'POST' })).statusCode;
  // When the lower limit rejects work, the block has been measured.
  await waitFor(async () => {
    assert.equal(await statusOf(server), 401);
    return (await statusOf(strict)) === 503;
  }, 'a lower limit rejects work');
  assert.equal(await statusOf(server), 401);
});

test('a stopping provider rejects new work but still pays and ends sessions', async () => {
  const stop = new AbortController();
  const { directory } = await openSandbox({ provider: { shutdownSignal: stop.signal } });
  const page = await openRelayPage(directory.provider);
  const walletAddress = directory.testWalletAddresses['ok'];
  const connection = (await page.call('POST', '/relay/connections', {})).body.id;
  const session = (await page.call('POST', '/relay/sessions', { connection, walletAddress })).body.id;
  stop.abort();
  for (const [path, body] of [
    ['/relay/connections', {}],
    ['/relay/wallet-addresses', { walletAddress }],
    ['/relay/sessions', { connection, walletAddress }],
  ] as const) {
    assert.equal((await page.call('POST', path, body)).body.code, 'provider-busy', path);
  }
  assert.equal((await page.call('POST', `/relay/sessions/${session}/payments`, {})).status, 201);
  assert.equal((await page.call('DELETE', `/relay/sessions/${session}`)).status, 204);
  assert.equal((await page.call('DELETE', `/relay/connections/${connection}`)).status, 204);
});

/** Blocks the event loop for `turn` milliseconds at a time. */
async function blockEventLoop(turn: number, milliseconds: number): Promise<void> {
  for (const end = performance.now() + milliseconds; performance.now() < end;) {
    for (const turnEnd = performance.now() + turn; performance.now() < turnEnd;);
    await nextTask();
  }
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
