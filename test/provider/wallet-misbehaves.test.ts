import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { openRelayPage } from '../support/relay-page.js';
import { openSandbox } from '../support/sandbox.js';
import { readVisitorsPayments } from '../support/wallet-reader.js';

/** Changes an answer of the visitor's wallet on its way out. */
type Lie = (path: string, method: string, body: Record<string, never>) => void;
let lie: Lie = () => undefined;
let lists = 0;
let clockAhead = 0;

const sandbox = await openSandbox({
  prepare: ({ visitor }) => liesOf(visitor),
  provider: { now: () => Date.now() + clockAhead },
});
const page = await openRelayPage(sandbox.directory.provider);
const connection = (await page.call('POST', '/relay/connections', {})).body.id as string;
const tick = async () => {
  clockAhead += 2_000;
  const walletAddress = sandbox.directory.testWalletAddresses['ok'];
  const session = await page.call('POST', '/relay/sessions', { connection, walletAddress });
  return page.call('POST', `/relay/sessions/${session.body.id}/payments`, {});
};
const read = async () => (await page.call('GET', `/relay/connections/${connection}`)).body;

test('a quote for another amount, or for another receiver, is not paid', async () => {
  for (const changed of [
    { debitAmount: { value: '100', assetCode: 'USD', assetScale: 2 } },
    { receiver: 'http://localhost:1/op/incoming-payments/x' },
  ]) {
    lie = (path, method, body) =>
      void (method === 'POST' && path === '/op/quotes' && Object.assign(body, changed));
    assert.equal((await tick()).body.code, 'wallet-answer-invalid');
  }
  lie = () => undefined;
  assert.deepEqual(await readVisitorsPayments(sandbox), []);
  assert.equal((await read()).spent.value, '0');
});

test('a payment that fails after its 201 is given back', async () => {
  assert.equal((await tick()).status, 201);
  lie = (path, method, body) => {
    if (method !== 'GET' || !path.startsWith('/op/outgoing-payments')) return;
    for (const payment of (body as { result?: { failed: boolean; sentAmount: { value: string } }[] })
      .result ?? []) {
      payment.failed = true;
      payment.sentAmount.value = '0';
    }
  };
  const { value: before } = (await read()).spent;
  clockAhead += 6_000;
  await tick();
  lie = () => undefined;
  const { value: after } = (await read()).spent;
  assert.equal(after, before, 'one came back, one more was paid');
});

test('a payment that hangs is asked about for ten minutes, counts as spent, and does not keep others from being paid', async () => {
  const spentBefore = BigInt((await read()).spent.value);
  lie = (path, method, body) => {
    if (method !== 'GET' || !path.startsWith('/op/outgoing-payments')) return;
    for (const payment of (body as { result?: { sentAmount: { value: string } }[] }).result ?? [])
      payment.sentAmount.value = '0';
  };
  assert.equal((await tick()).status, 201);
  clockAhead += 6_000;
  lists = 0;
  assert.equal((await tick()).status, 201);
  assert.equal(lists, 1, 'asked about');
  clockAhead += 11 * 60_000;
  await read(); // the nonce has aged; the refusal brings a new one
  assert.equal((await tick()).status, 201);
  lists = 0;
  assert.equal((await tick()).status, 201);
  assert.equal(lists, 0, 'given up');
  lie = () => undefined;
  assert.equal(BigInt((await read()).spent.value), spentBefore + 4n);
});

test('a wallet that cannot list its payments is paid from all the same', async () => {
  lie = (path, method) => {
    if (method === 'GET' && path.startsWith('/op/outgoing-payments')) throw new Error('no list');
  };
  for (let paid = 0; paid < 3; paid += 1) {
    clockAhead += 6_000;
    assert.equal((await tick()).status, 201);
  }
  lie = () => undefined;
});

test('what stands at a wallet’s URL is not shown to the page that named it', async () => {
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
  const answer = await page.call('POST', '/relay/sessions', { connection, walletAddress });
  assert.equal(answer.body.code, 'receiver-refused');
  assert.ok(!JSON.stringify(answer.body).includes('secret'));
  hostile.close();
});

function liesOf(wallet: FastifyInstance): void {
  wallet.addHook('onSend', async (request, reply, payload) => {
    const path = request.url;
    if (request.method === 'GET' && path.startsWith('/op/outgoing-payments')) lists += 1;
    if (typeof payload !== 'string' || !payload.startsWith('{')) return payload;
    const body = JSON.parse(payload) as Record<string, never>;
    lie(path, request.method, body);
    const changed = JSON.stringify(body);
    reply.header('content-length', Buffer.byteLength(changed));
    return changed;
  });
}
