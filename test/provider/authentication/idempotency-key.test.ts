import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRelayPage, type RelayPage } from '../../support/provider/relay-page.js';
import { openSandbox } from '../../support/open-sandbox.js';

let ahead = 0;
const sandbox = await openSandbox({ provider: { now: () => Date.now() + ahead } });
const { provider, testWalletAddresses } = sandbox.directory;
const DAY_MS = 24 * 3_600_000;

const withKey = (key: string) => ({ headers: { 'idempotency-key': key } });

test('a tick that is repeated with its key returns the same payment and pays once', async () => {
  const { page, session, spent } = await openSession();
  const tick = () => page.call('POST', `/relay/sessions/${session}/payments`, {}, withKey('tick-1'));
  const first = await tick();
  assert.equal(first.status, 201);
  const again = await waitForResponse(tick);
  assert.equal(again.status, 201);
  assert.deepEqual(again.body, first.body);
  assert.match(again.headers.get('content-type') ?? '', /^application\/json/);
  assert.equal(await spent(), '1');
});

test('100 simultaneous repetitions have one effect', async () => {
  const { page, connection, session, spent } = await openSession();
  const url = `/relay/sessions/${session}/payments`;
  const ticks = await Promise.all(
    Array.from({ length: 100 }, () => page.call('POST', url, {}, withKey('k'))),
  );
  const paid = ticks.filter(({ status }) => status === 201);
  assert.ok(paid.length >= 1);
  assert.equal(new Set(paid.map(({ body }) => body.id)).size, 1);
  for (const { status, body, headers } of ticks.filter((tick) => tick.status !== 201)) {
    assert.deepEqual([status, body.code, headers.get('retry-after')], [409, 'request-in-flight', '1']);
  }
  assert.equal(await spent(), '1');

  const request = { connection, walletAddress: testWalletAddresses['ok'] };
  const sessions = await Promise.all(
    Array.from({ length: 20 }, () => page.call('POST', '/relay/sessions', request, withKey('k'))),
  );
  const made = sessions.filter(({ status }) => status === 201).map(({ body }) => body.incomingPayment);
  assert.equal(new Set(made).size, 1);
});

test('a key with a different body is rejected, during and after the first request', async () => {
  const { page, connection } = await openSession();
  const create = (name: string) =>
    page.call(
      'POST',
      '/relay/sessions',
      { connection, walletAddress: testWalletAddresses[name] },
      withKey('k'),
    );
  const [first, second] = await Promise.all([create('ok'), create('alias')]);
  const codes = [first, second].map(({ status, body }) => body.code ?? status);
  assert.deepEqual(codes.sort(), [201, 'idempotency-key-reused']);
  const done = first.status === 201 ? 'alias' : 'ok';
  assert.equal((await waitForResponse(() => create(done))).body.code, 'idempotency-key-reused');
});

test('a key belongs to one caller and one URL', async () => {
  const { page, session } = await openSession();
  const otherSession = await openSession();
  const tick = await page.call('POST', `/relay/sessions/${session}/payments`, {}, withKey('k'));
  const other = await otherSession.page.call(
    'POST',
    `/relay/sessions/${otherSession.session}/payments`,
    {},
    withKey('k'),
  );
  const foreign = await otherSession.page.call(
    'POST',
    `/relay/sessions/${session}/payments`,
    {},
    withKey('k'),
  );
  assert.deepEqual([tick.status, other.status, foreign.status], [201, 201, 404]);
  assert.notEqual(tick.body.id, other.body.id);
});

test('errors and ticks without a due amount are not stored, because their outcome can change', async () => {
  const { page, session } = await openSession();
  const url = `/relay/sessions/${session}/payments`;
  assert.equal((await page.call('POST', url, {})).status, 201);
  assert.equal((await page.call('POST', url, {}, withKey('k'))).status, 202);
  ahead += 10_000;
  assert.equal((await page.call('POST', url, {}, withKey('k'))).status, 201);
});

test('a session can be deleted twice with one key', async () => {
  const { page, session } = await openSession();
  const goodbye = () => page.call('DELETE', `/relay/sessions/${session}`, undefined, withKey('k'));
  assert.deepEqual([(await goodbye()).status, (await waitForResponse(goodbye)).status], [204, 204]);
});

test('responses are stored for a day', async () => {
  const { page, connection } = await openSession();
  const create = async () => {
    const request = { connection, walletAddress: testWalletAddresses['ok'] };
    return (await waitForResponse(() => page.call('POST', '/relay/sessions', request, withKey('k')))).body.id;
  };
  const first = await create();
  ahead += DAY_MS - 60_000;
  assert.equal(await create(), first);
  ahead += 120_000;
  const second = await create();
  assert.notEqual(second, first);
  assert.equal(await create(), second);
});

for (const key of ['', 'a b', 'ä', 'x'.repeat(256), 'a, b']) {
  test(`the key ${JSON.stringify(key.slice(0, 10))} is invalid`, async () => {
    const { page, session } = await openSession();
    const { body } = await page.call('DELETE', `/relay/sessions/${session}`, undefined, withKey(key));
    assert.equal(body.code, 'request-invalid');
  });
}

/** The response is stored while it is being sent. Nonces expire within the simulated days of this test. */
async function waitForResponse<Answer extends { status: number; body: { code?: string } }>(
  call: () => Promise<Answer>,
) {
  for (;;) {
    const answer = await call();
    if (!['request-in-flight', 'nonce-required'].includes(answer.body.code ?? '')) return answer;
  }
}

async function openSession() {
  const page: RelayPage = await openRelayPage(provider);
  const connection = (await page.call('POST', '/relay/connections', {})).body.id as string;
  const walletAddress = testWalletAddresses['ok'];
  const session = (await page.call('POST', '/relay/sessions', { connection, walletAddress })).body
    .id as string;
  const spent = async () => (await page.call('GET', `/relay/connections/${connection}`)).body.spent.value;
  return { page, connection, session, spent };
}
