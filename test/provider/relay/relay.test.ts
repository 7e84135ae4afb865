import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateKeyPair } from 'dpop';
import { openRelayPage, type RelayPage } from '../../support/provider/relay-page.js';
import { openSandbox } from '../../support/open-sandbox.js';

const sandbox = await openSandbox();
const page = await openRelayPage(sandbox.directory.provider);

test('GET /relay describes the provider, reports a sandbox, and returns a nonce to every caller', async () => {
  const response = await fetch(`${sandbox.directory.provider}/relay`);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), {
    relay: 1,
    sandbox: true,
    connectPage: `${sandbox.directory.provider}/connect`,
    limits: { sessions: 20 },
  });
  assert.ok(response.headers.get('dpop-nonce'));
  assert.equal(response.headers.get('wm-sandbox'), 'true');
});

test('a wallet address can be looked up', async () => {
  const { status, body } = await page.call('POST', '/relay/wallet-addresses', {
    walletAddress: sandbox.directory.testWalletAddresses['ok'],
  });
  assert.equal(status, 200);
  assert.equal(body.id, sandbox.directory.testWalletAddresses['ok']);
  assert.equal(body.assetCode, 'USD');
});

test('a page on loopback is connected without a click and receives its budget', async () => {
  const { status, body } = await page.call('POST', '/relay/connections', {});
  assert.equal(status, 201);
  assert.equal(body.state, 'active');
  assert.deepEqual(body.budget, { value: '100000', assetCode: 'USD', assetScale: 2 });
  assert.equal(body.spent.value, '0');
  assert.ok(Date.parse(body.renewsAt) > Date.now());

  const again = await page.call('POST', '/relay/connections', {});
  assert.equal(again.status, 200, 'one connection per key and site');
  assert.equal(again.body.id, body.id);
});

test('two tabs that connect at the same time share one connection and request consent once', async () => {
  const twin = await openRelayPage(sandbox.directory.provider);
  const answers = await Promise.all([
    twin.call('POST', '/relay/connections', {}),
    twin.call('POST', '/relay/connections', {}),
  ]);
  assert.deepEqual(
    answers.map(({ body }) => body.state),
    ['active', 'active'],
  );
  assert.equal(answers[0]?.body.id, answers[1]?.body.id);
});

test('a page that is not on loopback is not connected automatically, even in the sandbox', async () => {
  const otherSitePage = await openRelayPage(sandbox.directory.provider, 'https://site.example');
  const connection = await otherSitePage.call('POST', '/relay/connections', {});
  assert.equal(connection.body.state, 'new');
  const session = await otherSitePage.call('POST', '/relay/sessions', {
    connection: connection.body.id,
    walletAddress: sandbox.directory.testWalletAddresses['ok'],
  });
  assert.equal(session.status, 409);
  assert.equal(session.body.code, 'connection-not-active');
});

test('a session creates an incoming payment at the receiver, and a tick pays into it', async () => {
  const { session } = await openSession(page, 'ok');
  assert.ok(session.incomingPayment.startsWith(new URL(sandbox.directory.wallets.receiver).origin));

  const payment = await page.call('POST', `/relay/sessions/${session.id}/payments`, {});
  assert.equal(payment.status, 201);
  assert.deepEqual(payment.body.debitAmount, { value: '1', assetCode: 'USD', assetScale: 2 });
  assert.equal(payment.body.incomingPayment, session.incomingPayment);
  assert.equal(payment.body.next, 2000);

  const tooEarly = await page.call('POST', `/relay/sessions/${session.id}/payments`, {});
  assert.equal(tooEarly.status, 202);
  assert.ok(tooEarly.body.next > 0 && tooEarly.body.next <= 2000);
});

test('many simultaneous sessions and ticks pay as much as one', async () => {
  const eager = await openRelayPage(sandbox.directory.provider);
  const sessions = await Promise.all([1, 2, 3].map(() => openSession(eager, 'ok')));
  const ticks = await Promise.all(
    sessions.flatMap(({ session }) =>
      [1, 2, 3, 4].map(() => eager.call('POST', `/relay/sessions/${session.id}/payments`, {})),
    ),
  );
  assert.deepEqual(ticks.map(({ status }) => status).sort(), [201, ...Array.from({ length: 11 }, () => 202)]);
});

test('a closed session pays nothing more', async () => {
  const { session } = await openSession(page, 'ok');
  assert.equal((await page.call('DELETE', `/relay/sessions/${session.id}`)).status, 204);
  const { status, body } = await page.call('POST', `/relay/sessions/${session.id}/payments`, {});
  assert.equal(status, 409);
  assert.equal(body.code, 'session-expired');
});

test('another key, or the same key on another site, gets 404', async () => {
  const { session, connection } = await openSession(page, 'ok');
  const otherCallers = [
    await openRelayPage(sandbox.directory.provider),
    await openRelayPage(sandbox.directory.provider, 'http://localhost:3001', page.key),
  ];
  for (const otherSitePage of otherCallers) {
    for (const [method, path, body] of [
      ['GET', `/relay/connections/${connection.id}`, undefined],
      ['DELETE', `/relay/connections/${connection.id}`, undefined],
      ['POST', `/relay/sessions/${session.id}/payments`, {}],
      ['DELETE', `/relay/sessions/${session.id}`, undefined],
    ] as const) {
      const answer = await otherSitePage.call(method, path, body);
      assert.equal(answer.status, 404, `${method} ${path}`);
      assert.equal(answer.body.code, 'not-found');
    }
  }
});

test('deleting a connection revokes its grant at the wallet and ends payments', async () => {
  const leaving = await openRelayPage(
    sandbox.directory.provider,
    'http://localhost:3000',
    await generateKeyPair('ES256'),
  );
  const { session, connection } = await openSession(leaving, 'ok');
  assert.equal((await leaving.call('DELETE', `/relay/connections/${connection.id}`)).status, 204);
  const tick = await leaving.call('POST', `/relay/sessions/${session.id}/payments`, {});
  assert.equal(tick.body.code, 'connection-not-active');
  assert.equal((await leaving.call('GET', `/relay/connections/${connection.id}`)).body.state, 'revoked');
});

async function openSession(caller: RelayPage, outcome: string) {
  const connection = (await caller.call('POST', '/relay/connections', {})).body;
  const walletAddress = sandbox.directory.testWalletAddresses[outcome];
  const { status, body: session } = await caller.call('POST', '/relay/sessions', {
    connection: connection.id,
    walletAddress,
  });
  assert.equal(status, 201, JSON.stringify(session));
  return { connection, session };
}
