import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetrics } from '../../../src/provider/provider.js';
import { openRelayPage } from '../../support/provider/relay-page.js';
import { openSandbox } from '../../support/open-sandbox.js';
import { ON_POSTGRES } from '../../support/postgres/test-database.js';

const metrics = createMetrics();
const sandbox = await openSandbox({ provider: { metrics } });
const { provider, testWalletAddresses } = sandbox.directory;
const SITE = 'http://news.localhost:3000';

test('requests, payments, problems and wallet calls are counted without labels for sites, wallets or visitors', async () => {
  const page = await openRelayPage(provider, SITE);
  const connection = (await page.call('POST', '/relay/connections', {})).body.id;
  const walletAddress = testWalletAddresses['ok'];
  const { id } = (await page.call('POST', '/relay/sessions', { connection, walletAddress })).body;
  assert.equal((await page.call('POST', `/relay/sessions/${id}/payments`, {})).status, 201);
  assert.equal((await page.call('POST', `/relay/sessions/${id}/payments`, {})).status, 202);
  assert.equal(await read('wm_open_intents', { state: 'created' }), 1);
  assert.equal(await read('wm_open_intents', { state: 'submitting' }), 0);
  assert.equal(await read('wm_closed_wallet_hosts', { for: 'payments' }), 0);
  assert.equal(await read('wm_closed_wallet_hosts', { for: 'look-ups' }), 0);
  for (const state of ['in-use', 'idle'])
    assert.equal((await read('wm_database_connections', { state })) !== undefined, ON_POSTGRES, state);
  assert.equal(await read('wm_database_waiting', {}), ON_POSTGRES ? 0 : undefined);
  await page.call('DELETE', `/relay/sessions/${id}`);
  assert.equal((await page.call('POST', `/relay/sessions/${id}/payments`, {})).status, 409);
  await page.call('POST', '/relay/wallet-addresses', { walletAddress: testWalletAddresses['404'] });
  for (const path of ['/one', '/two?secret=1', '/%00']) await fetch(`${provider}${path}`);

  for (const [name, labels, value] of [
    ['wm_payments_total', { outcome: 'paid' }, 1],
    ['wm_payments_total', { outcome: 'nothing-due' }, 1],
    ['wm_payments_total', { outcome: 'session-expired' }, 1],
    ['wm_problems_total', { code: 'wallet-address-not-found' }, 1],
    ['wm_http_request_duration_seconds_count', { route: '/relay/sessions', status: '201' }, 1],
    ['wm_wallet_call_duration_seconds_count', { operation: 'outgoingPayment.create', outcome: 'ok' }, 1],
    ['wm_wallet_call_duration_seconds_count', { operation: 'walletAddress.get', outcome: 'not-found' }, 1],
  ] as const) {
    assert.equal(await read(name, labels), value, `${name} ${JSON.stringify(labels)}`);
  }
  const everything = await metrics.registry.metrics();
  const secrets = ['news', 'localhost', id, connection, 'secret', '/one', '%00'];
  for (const secret of secrets) {
    assert.ok(!everything.includes(secret), secret);
  }
});

test('a thousand unknown URLs count as one route', async () => {
  const before = (await metrics.registry.metrics()).length;
  await Promise.all(Array.from({ length: 1000 }, (_, index) => fetch(`${provider}/no/such/${index}`)));
  assert.ok((await metrics.registry.metrics()).length < before + 500);
});

async function read(name: string, labels: Record<string, string>): Promise<number | undefined> {
  const all = (await metrics.registry.getMetricsAsJSON()).flatMap(({ name: metric, values }) =>
    (values as { value: number; metricName?: string; labels: object }[]).map((entry) => ({
      metric,
      ...entry,
    })),
  );
  const wanted = Object.entries(labels);
  return all.find(
    (entry) =>
      (entry.metricName ?? entry.metric) === name &&
      wanted.every(([label, text]) => String(entry.labels[label as never]) === text),
  )?.value;
}
