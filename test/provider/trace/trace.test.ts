import assert from 'node:assert/strict';
import { test } from 'node:test';
import fastify, { type FastifyInstance } from 'fastify';
import type { TraceEntry } from '../../../src/protocol/trace.js';
import { toPageKey, traceRequests } from '../../../src/provider/trace/trace-requests.js';
import { createTrace } from '../../../src/provider/trace/trace.js';
import { injectWalletFault, clearWalletFaults } from '../../support/provider/paying-page.js';
import { openProvider } from '../../support/provider/open-provider.js';
import { openRelayPage, type RelayPage } from '../../support/provider/relay-page.js';
import { openSandbox } from '../../support/open-sandbox.js';

/** Secrets of the wallets that no page may receive. */
const secrets = new Set<string>();
const sandbox = await openSandbox({
  provider: { minPaymentDelay: 0 },
  prepare: ({ visitor, receiver }) => [visitor, receiver].forEach(captureSecrets),
});
const { provider, testWalletAddresses } = sandbox.directory;
const href = testWalletAddresses['ok'] as string;

test('a sandbox provider lists a page’s wallet requests in order, with the link', async () => {
  const page = await openRelayPage(provider);
  await pay(page);
  const entries = await readAll(page);
  const connecting = namesOf(entries.filter((entry) => entry.href === undefined));
  assert.deepEqual(connecting.slice(0, 3), [
    'visitor GET wallet address 200',
    'visitor POST grant 200',
    'visitor POST grant continuation 200',
  ]);
  assert.deepEqual(namesOf(entries.filter((entry) => entry.href === href)).slice(0, 7), [
    'receiver GET wallet address 200',
    'receiver GET wallet address 200',
    'receiver POST grant 200',
    'receiver POST incoming payment 201',
    'receiver DELETE grant 204',
    'visitor POST quote 201',
    'visitor POST outgoing payment 201',
  ]);
  for (const { took, at } of entries) assert.ok(took !== null && took >= 0 && at > 0);
});

test('the trace contains no token, interaction or nonce', async () => {
  const page = await openRelayPage(provider);
  await pay(page);
  const text = JSON.stringify(await readAll(page));
  assert.match(text, /"access_token":\{/);
  assert.match(text, /\(hidden\)/);
  assert.ok(secrets.size >= 8);
  for (const secret of secrets) assert.ok(!text.includes(secret), secret);
  assert.doesNotMatch(text, /\/(continue|interact|token)\//);
});

test('a page gets the entries since its last request', async () => {
  const page = await openRelayPage(provider);
  await page.call('POST', '/relay/wallet-addresses', { walletAddress: href });
  const first = (await page.call('GET', '/relay/trace/0')).body;
  assert.equal(first.entries.length, 1);
  assert.deepEqual((await page.call('GET', `/relay/trace/${first.last}`)).body.entries, []);
  const later = (await page.call('GET', `/relay/trace/${first.last + 1_000_000}`)).body;
  assert.equal(later.entries.length, 1, 'a higher number comes from another run of this provider');
});

test('another page, or the same key on another site, gets no trace', async () => {
  const page = await openRelayPage(provider);
  await page.call('POST', '/relay/wallet-addresses', { walletAddress: href });
  const others = [
    await openRelayPage(provider),
    await openRelayPage(provider, 'http://localhost:3001', page.key),
  ];
  for (const other of others) assert.deepEqual(await readAll(other), []);
  assert.equal(
    (await page.call('GET', '/relay/trace/0', undefined, { headers: { dpop: undefined } })).status,
    401,
  );
});

test('the payment list of the visitor’s wallet, which contains other sites’ payments, is not in the trace', async () => {
  await pay(await openRelayPage(provider));
  const page = await openRelayPage(provider, 'http://localhost:3001');
  await injectWalletFault(sandbox, 'distinct-payment-ids', {});
  await injectWalletFault(sandbox, 'drop-after-create');
  const tick = await openLink(page);
  assert.equal((await tick()).status, 502);
  assert.equal((await tick()).status, 201);
  const listed = (await readAll(page)).filter(({ name }) => name === 'GET outgoing payments');
  assert.ok(listed.length > 0);
  for (const entry of listed) assert.deepEqual([entry.status, entry.response], [200, undefined]);
  await clearWalletFaults(sandbox);
});

test('a caller cannot trace another caller’s connection', async () => {
  const trace = createTrace();
  const server = fastify();
  server.addHook('onRequest', async (request) => {
    Object.assign(request, { sessionKey: request.headers.authorization, siteOrigin: 'http://site' });
  });
  traceRequests(server, trace);
  server.get('/relay/connections/:id', (request, reply) =>
    reply.code(request.sessionKey === 'own' ? 200 : 404).send(),
  );
  for (const authorization of ['own', 'another'])
    await server.inject({ url: '/relay/connections/c', headers: { authorization } });
  const owner = { sessionKey: 'own', siteOrigin: 'http://site' };
  assert.equal(trace.ownerOf('c'), toPageKey(owner));
});

test('a failed wallet request is shown with a fix, and without the wallet’s own message', async () => {
  const page = await openRelayPage(provider);
  await page.call('POST', '/relay/wallet-addresses', { walletAddress: testWalletAddresses['404'] });
  const [entry] = await readAll(page);
  assert.equal(entry?.status, 404);
  assert.equal(entry?.error?.code, 'wallet-address-not-found');
  assert.match(entry?.error?.fix ?? '', /spelling/);
});

test('only the newest entries are stored', async () => {
  const page = await openRelayPage(provider);
  for (let index = 0; index < 210; index++) {
    await page.call('POST', '/relay/wallet-addresses', { walletAddress: testWalletAddresses['404'] });
  }
  assert.equal((await readAll(page)).length, 200);
});

test('in production, or when disabled, there is no trace', async () => {
  const quiet = await openProvider({ sandbox: true, trace: false });
  assert.equal((await (await openRelayPage(quiet.origin)).call('GET', '/relay/trace/0')).status, 404);
  const { origin } = await openProvider({ sandbox: false });
  const page = await openRelayPage(origin, 'https://site.example');
  assert.equal((await page.call('GET', '/relay/trace/0')).status, 404);
});

async function pay(page: RelayPage): Promise<void> {
  const tick = await openLink(page);
  assert.equal((await tick()).status, 201);
}

async function openLink(page: RelayPage) {
  await page.call('POST', '/relay/wallet-addresses', { walletAddress: href });
  const { id: connection } = (await page.call('POST', '/relay/connections', {})).body;
  const session = await page.call('POST', '/relay/sessions', { connection, walletAddress: href });
  return () => page.call('POST', `/relay/sessions/${session.body.id}/payments`, {});
}

async function readAll(page: RelayPage): Promise<TraceEntry[]> {
  return (await page.call('GET', '/relay/trace/0')).body.entries;
}

function namesOf(entries: TraceEntry[]): string[] {
  return entries.map(({ to, name, status }) => `${to} ${name} ${status}`);
}

/** Tokens, nonces, and URLs that belong to a token or an interaction. */
function captureSecrets(server: FastifyInstance): void {
  server.addHook('onSend', async (_request, _reply, payload) => {
    if (typeof payload !== 'string' || !/"(continue|access_token)"/.test(payload)) return;
    JSON.parse(payload, (name, value) => {
      if (/^(value|manage|uri|redirect|finish)$/.test(name) && typeof value === 'string' && value.length > 15)
        secrets.add(value);
      return value;
    });
  });
}
