import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { openPayingPage, injectWalletFault } from '../../support/provider/paying-page.js';
import { openRelayPage } from '../../support/provider/relay-page.js';
import { openSandbox } from '../../support/open-sandbox.js';
import { readVisitorsPayments } from '../../support/wallets/official-client.js';

/** Changes a response of the visitor's wallet. */
type ChangeResponse = (path: string, method: string, body: Record<string, never>) => void;
let changeResponse: ChangeResponse = () => undefined;
let listRequests = 0;
let clockAhead = 0;

/** Logged errors. */
const alerts: { connection?: string; msg: string }[] = [];
const logger = pino({ level: 'error' }, { write: (line: string) => void alerts.push(JSON.parse(line)) });
const sandbox = await openSandbox({
  prepare: ({ visitor }) => changeResponses(visitor),
  provider: { now: () => Date.now() + clockAhead, logger },
});
const relayPage = await openRelayPage(sandbox.directory.provider);
const page = await openPayingPage(sandbox);
/**
 * Opens a page and pays. An earlier page was closed without notice, so the first tick may have to yield to
 * it.
 */
const tick = async () => {
  clockAhead += 2_000;
  const pay = await page.open();
  const answer = await pay();
  if (answer.status !== 202) return answer;
  clockAhead += answer.body.next as number;
  return pay();
};
const read = () => page.read();

const RESPONSE_CHANGES = {
  'wrong-amount': { debitAmount: { value: '100', assetCode: 'USD', assetScale: 2 } },
  'wrong-receiver': { receiver: 'http://localhost:1/op/incoming-payments/x' },
  'foreign-urls': { id: 'http://evil.example/op/1' },
  'another asset': { debitAmount: { value: '1', assetCode: 'EUR', assetScale: 2 } },
  'another payer': { walletAddress: 'http://localhost:1/another-payer' },
};
/** Opened before the clock runs ahead of the wallet's, because a grant starts at its request. */
const openPage = async () => {
  const own = await openPayingPage(sandbox);
  return { own, pay: await own.open() };
};
const listed = await openPage();
const cases: { name: string; changed: object; quoted: typeof listed; paid: typeof listed }[] = [];
for (const [name, changed] of Object.entries(RESPONSE_CHANGES)) {
  cases.push({ name, changed, quoted: await openPage(), paid: await openPage() });
}
for (const { name, changed, quoted, paid } of cases) {
  test(`${name}: after a wrong quote nothing is paid until the visitor resumes`, async () => {
    const { own, pay } = quoted;
    const before = (await readVisitorsPayments(sandbox)).length;
    changeResponse = (path, method, body) =>
      void (method === 'POST' && path === '/op/quotes' && Object.assign(body, changed));
    assert.equal((await pay()).body.code, 'payer-response-invalid');
    changeResponse = () => undefined;
    assert.equal((await own.read()).state, 'paused');
    assert.equal(await own.spent(), 0n);
    assert.equal((await readVisitorsPayments(sandbox)).length, before);
  });

  test(`${name}: a payment that differs from its quote leads to no event, counts as spent, and suspends the connection`, async () => {
    const { own, pay } = paid;
    // The official client requires that all amounts of a payment have the same asset.
    const sent = 'debitAmount' in changed && { sentAmount: { ...Object(changed.debitAmount), value: '0' } };
    changeResponse = (path, method, body) =>
      void (method === 'POST' && path === '/op/outgoing-payments' && Object.assign(body, changed, sent));
    const answer = await pay();
    changeResponse = () => undefined;
    assert.equal(answer.body.code, 'payer-response-invalid');
    const after = (await readVisitorsPayments(sandbox)).length;
    const { state, spent } = await own.read();
    assert.deepEqual({ state, spent: spent.value }, { state: 'paused', spent: '1' });
    for (let again = 0; again < 3; again += 1) {
      clockAhead += 2_000;
      assert.equal((await pay()).body.code, 'connection-not-active');
    }
    assert.equal((await readVisitorsPayments(sandbox)).length, after);
    assert.ok(alerts.some(({ connection }) => connection === own.connection));
  });
}

test('a wrong response is detected during recovery as well', async () => {
  const { own, pay } = listed;
  await injectWalletFault(sandbox, 'drop-after-create');
  assert.equal((await pay()).body.code, 'payer-unreachable');
  changeResponse = (path, method, body) => {
    if (method !== 'GET' || !path.startsWith('/op/outgoing-payments')) return;
    for (const payment of (body as { result?: object[] }).result ?? [body])
      Object.assign(payment, RESPONSE_CHANGES['wrong-amount']);
  };
  assert.equal((await pay()).body.code, 'payer-response-invalid');
  changeResponse = () => undefined;
  assert.equal((await own.read()).state, 'paused');
});

test('a payment that fails after its 201 is refunded', async () => {
  assert.equal((await tick()).status, 201);
  changeResponse = (path, method, body) => {
    if (method !== 'GET' || !path.startsWith('/op/outgoing-payments')) return;
    for (const payment of (body as { result?: { failed: boolean; sentAmount: { value: string } }[] })
      .result ?? []) {
      payment.failed = true;
      payment.sentAmount.value = '0';
    }
  };
  const { value: before } = (await read()).spent;
  clockAhead += 31_000;
  await tick();
  changeResponse = () => undefined;
  const { value: after } = (await read()).spent;
  assert.equal(after, before, 'one refunded, one more paid');
});

test('a hanging payment is queried for ten minutes, then counts as spent, and does not block others', async () => {
  const spentBefore = BigInt((await read()).spent.value);
  changeResponse = (path, method, body) => {
    if (method !== 'GET' || !path.startsWith('/op/outgoing-payments')) return;
    for (const payment of (body as { result?: { sentAmount: { value: string } }[] }).result ?? [])
      payment.sentAmount.value = '0';
  };
  assert.equal((await tick()).status, 201);
  clockAhead += 31_000;
  listRequests = 0;
  assert.equal((await tick()).status, 201);
  assert.equal(listRequests, 1, 'queried');
  clockAhead += 11 * 60_000;
  await read(); // rejected: its nonce is old; the error brings a new one
  assert.equal((await tick()).status, 201);
  listRequests = 0;
  assert.equal((await tick()).status, 201);
  assert.equal(listRequests, 0, 'abandoned');
  changeResponse = () => undefined;
  assert.equal(BigInt((await read()).spent.value), spentBefore + 4n);
});

test('a wallet that cannot list its payments can be paid from', async () => {
  changeResponse = (path, method) => {
    if (method === 'GET' && path.startsWith('/op/outgoing-payments')) throw new Error('no list');
  };
  for (let paid = 0; paid < 3; paid += 1) {
    clockAhead += 31_000;
    assert.equal((await tick()).status, 201);
  }
  changeResponse = () => undefined;
});

test('the content of a wallet’s URL is not exposed to the page that named it', async () => {
  const secret = 'internal secret: hunter2';
  const hostile = createServer((request, response) => {
    const origin = `http://${request.headers.host}`;
    const details = {
      id: `${origin}/w`,
      assetCode: 'USD',
      assetScale: 2,
      authServer: `${origin}/auth`,
      resourceServer: origin,
    };
    const isAddress = request.url === '/w';
    const isProbe = request.method === 'GET' && !isAddress;
    const challenge = { 'www-authenticate': `GNAP as_uri="${origin}"` };
    response.writeHead(isAddress ? 200 : isProbe ? 401 : 400, {
      'content-type': 'application/json',
      ...(isProbe && challenge),
    });
    response.end(JSON.stringify(isAddress ? details : { error: { code: 'x', description: secret } }));
  }).listen(0, 'localhost');
  await new Promise((resolve) => hostile.once('listening', resolve));
  const walletAddress = `http://localhost:${(hostile.address() as { port: number }).port}/w`;
  // Rejected: its nonce is old. The error brings a new one.
  await relayPage.call('POST', '/relay/connections', {});
  const answer = await relayPage.call('POST', '/relay/sessions', {
    connection: (await relayPage.call('POST', '/relay/connections', {})).body.id,
    walletAddress,
  });
  assert.equal(answer.body.code, 'receiver-refused');
  assert.ok(!JSON.stringify(answer.body).includes('secret'));
  hostile.close();
});

function changeResponses(wallet: FastifyInstance): void {
  wallet.addHook('onSend', async (request, reply, payload) => {
    const path = request.url;
    if (request.method === 'GET' && path.startsWith('/op/outgoing-payments')) listRequests += 1;
    if (typeof payload !== 'string' || !payload.startsWith('{')) return payload;
    const body = JSON.parse(payload) as Record<string, never>;
    changeResponse(path, request.method, body);
    const changed = JSON.stringify(body);
    reply.header('content-length', Buffer.byteLength(changed));
    return changed;
  });
}
