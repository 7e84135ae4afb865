import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRelayPage, type RelayPage } from '../../support/provider/relay-page.js';
import { openSandbox } from '../../support/open-sandbox.js';

test('wm sandbox clock P31D renews a spent budget at the provider and the wallet', async () => {
  const allowance = { ratePerHour: '3600.00', budget: '0.03', period: 'P1M', consentDays: 365 };
  const sandbox = await openSandbox({ provider: { allowance, minPaymentDelay: 1 } });
  const page = await openRelayPage(sandbox.directory.provider);
  const connection = (await page.call('POST', '/relay/connections', {})).body;
  const payUntilSpent = () =>
    payUntil('budget-spent', page, connection.id, sandbox.directory.wallets.receiver);
  const readConnection = async () => (await page.call('GET', `/relay/connections/${connection.id}`)).body;

  await payUntilSpent();
  const { state, renewsAt } = await readConnection();
  assert.equal(state, 'out-of-funds');

  const body = JSON.stringify({ advance: 'P31D' });
  const headers = { 'content-type': 'application/json' };
  const clock = await fetch(`${sandbox.directory.sandboxes.visitor}/clock`, {
    method: 'POST',
    headers,
    body,
  });
  assert.equal(clock.status, 200);

  // The nonce of a month ago is rejected, and the response has the next one.
  assert.equal((await readConnection()).code, 'nonce-required');
  const renewed = await readConnection();
  assert.deepEqual([renewed.state, renewed.spent.value], ['active', '0']);
  assert.ok(Date.parse(renewed.renewsAt) > Date.parse(renewsAt));
  await payUntilSpent();
});

/** Ticks as fast as the provider allows, and returns the number of payments. */
async function payUntil(code: string, page: RelayPage, connection: string, walletAddress: string) {
  const session = await page.call('POST', '/relay/sessions', { connection, walletAddress });
  assert.equal(session.status, 201, JSON.stringify(session.body));
  for (let paid = 0; ;) {
    const tick = await page.call('POST', `/relay/sessions/${session.body.id}/payments`, {});
    if (tick.body.code === code) return assert.ok(paid > 0, 'payments before');
    assert.ok(tick.status < 300, JSON.stringify(tick.body));
    if (tick.status === 201) paid += 1;
  }
}
