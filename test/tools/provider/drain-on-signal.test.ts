import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runDrains } from '../../soak/runs/drain-run.js';
import { freePorts } from '../../support/free-ports.js';
import { startProviderProcess } from '../../support/provider/provider-process.js';
import { openRelayPage } from '../../support/provider/relay-page.js';
import { openSandbox } from '../../support/open-sandbox.js';

const ROUND_COUNT = 10;
const receivedRequests = new EventEmitter();
const sandbox = await openSandbox({
  prepare: ({ receiver }) =>
    receiver.addHook('onRequest', async ({ url }) => void receivedRequests.emit(url)),
});
const { visitor } = sandbox.directory.wallets;
const folder = mkdtempSync(join(tmpdir(), 'wm-drain-'));
after(() => rmSync(folder, { recursive: true }));

test(`after ${ROUND_COUNT} stops during payments, every payment was delivered and none is left open`, async (t) => {
  // A fixed seed; npm run soak draws new seeds.
  const seed = Number(process.env['SEED'] ?? 11);
  const { paid, slowest } = await runDrains(sandbox, ROUND_COUNT, seed);
  t.diagnostic(`SEED=${seed}: ${paid} payments, slowest stop ${slowest.toFixed(0)} ms`);
  assert.ok(paid >= ROUND_COUNT);
});

test('while load balancers react, the provider is not ready, still pays, and rejects new work', async () => {
  const { provider: port } = await freePorts();
  const provider = await startProviderProcess(port, folder, visitor, { WM_DRAIN_SECONDS: '2' });
  const page = await openRelayPage(provider.origin);
  const connection = (await page.call('POST', '/relay/connections', {})).body.id;
  const walletAddress = sandbox.directory.testWalletAddresses['ok'];
  const session = (await page.call('POST', '/relay/sessions', { connection, walletAddress })).body.id;
  provider.child.kill('SIGTERM');
  for (;;) {
    const ready = await fetch(`${provider.origin}/readyz`);
    if (ready.status === 200) continue;
    assert.equal(ready.status, 503);
    assert.match(((await ready.json()) as { detail: string }).detail, /shutting down/);
    break;
  }
  const tick = await page.call('POST', `/relay/sessions/${session}/payments`, {});
  assert.deepEqual([tick.status, tick.headers.get('connection')], [201, 'close']);
  const more = await page.call('POST', '/relay/sessions', { connection, walletAddress });
  assert.deepEqual([more.status, more.body.code], [503, 'provider-busy']);
  assert.deepEqual(await provider.ended, [0, null]);
});

// `npm run bench recovery` limits the time.
test('the stop closes an unused connection of a browser', async () => {
  const { provider: port } = await freePorts();
  const provider = await startProviderProcess(port, folder, visitor);
  const socket = connect(port, 'localhost');
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  provider.child.kill('SIGTERM');
  assert.deepEqual(await provider.ended, [0, null]);
  await closed;
});

test('a second signal ends it immediately, even during a wallet request', async () => {
  const { provider: port } = await freePorts();
  const provider = await startProviderProcess(port, folder, visitor);
  const page = await openRelayPage(provider.origin);
  const walletAddress = sandbox.directory.testWalletAddresses['slow'];
  const slow = page.call('POST', '/relay/wallet-addresses', { walletAddress });
  const broken = assert.rejects(slow, { message: 'fetch failed' });
  await once(receivedRequests, '/slow');
  provider.child.kill('SIGTERM');
  await refusedConnection(port);
  provider.child.kill('SIGINT');
  assert.deepEqual(await provider.ended, [130, null]);
  await broken;
});

/** Resolves as soon as the port is closed. */
async function refusedConnection(port: number): Promise<void> {
  for (let listens = true; listens;) {
    const socket = connect(port, 'localhost');
    listens = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
  }
}
