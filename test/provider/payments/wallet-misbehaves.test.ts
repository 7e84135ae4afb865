import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { openPayingPage, play } from '../../support/paying-page.js';
import { openRelayPage } from '../../support/relay-page.js';
import { openSandbox } from '../../support/sandbox.js';
import { readVisitorsPayments } from '../../support/wallet-reader.js';

/** Changes an answer of the visitor's wallet on its way out. */
type Lie = (path: string, method: string, body: Record<string, never>) => void;
let lie: Lie = () => undefined;
let lists = 0;
let clockAhead = 0;

/** What is logged as an error. */
const alerts: { connection?: string; msg: string }[] = [];
const logger = pino({ level: 'error' }, { write: (line: string) => void alerts.push(JSON.parse(line)) });
const sandbox = await openSandbox({
  prepare: ({ visitor }) => liesOf(visitor),
  provider: { now: () => Date.now() + clockAhead, logger },
});
const relayPage = await openRelayPage(sandbox.directory.provider);
const page = await openPayingPage(sandbox);
/** A page that is opened and paid. The one before it has gone without a word, so it may have to let that one's turn pass. */
const tick = async () => {
  clockAhead += 2_000;
  const pay = await page.open();
  const answer = await pay();
  if (answer.status !== 202) return answer;
  clockAhead += answer.body.next as number;
  return pay();
};
const read = () => page.read();

const LIES = {
  'wrong-amount': { debitAmount: { value: '100', assetCode: 'USD', assetScale: 2 } },
  'wrong-receiver': { receiver: 'http://localhost:1/op/incoming-payments/x' },
  'evil-id': { id: 'http://evil.example/op/1' },
  'another asset': { debitAmount: { value: '1', assetCode: 'EUR', assetScale: 2 } },
  'another payer': { walletAddress: 'http://localhost:1/somebody' },
};
/** Opened before the clock runs ahead of the wallet's: a grant begins when it is asked for. */
const openPage = async () => {
  const own = await openPayingPage(sandbox);
  return { own, pay: await own.open() };
};
const listed = await openPage();
const cases: { name: string; changed: object; quoted: typeof listed; paid: typeof listed }[] = [];
for (const [name, changed] of Object.entries(LIES)) {
  cases.push({ name, changed, quoted: await openPage(), paid: await openPage() });
}
for (const { name, changed, quoted, paid } of cases) {
  test(`${name}: after a quote that lies nothing is paid, and nothing more before the visitor resumes`, async () => {
    const { own, pay } = quoted;
    const before = (await readVisitorsPayments(sandbox)).length;
    lie = (path, method, body) =>
      void (method === 'POST' && path === '/op/quotes' && Object.assign(body, changed));
    assert.equal((await pay()).body.code, 'payer-answer-invalid');
    lie = () => undefined;
    assert.equal((await own.read()).state, 'paused');
    assert.equal(await own.spent(), 0n);
    assert.equal((await readVisitorsPayments(sandbox)).length, before);
  });

  test(`${name}: a payment that is another than the quoted one is no event, counts as spent, and pauses everything`, async () => {
    const { own, pay } = paid;
    // The official client sees to it that the amounts of one payment are in one asset.
    const sent = 'debitAmount' in changed && { sentAmount: { ...Object(changed.debitAmount), value: '0' } };
    lie = (path, method, body) =>
      void (method === 'POST' && path === '/op/outgoing-payments' && Object.assign(body, changed, sent));
    const answer = await pay();
    lie = () => undefined;
    assert.equal(answer.body.code, 'payer-answer-invalid');
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

test('a lie where a lost payment is looked up is found out, too', async () => {
  const { own, pay } = listed;
  await play(sandbox, 'lost-201');
  assert.equal((await pay()).body.code, 'payer-unreachable');
  lie = (path, method, body) => {
    if (method !== 'GET' || !path.startsWith('/op/outgoing-payments')) return;
    for (const payment of (body as { result?: object[] }).result ?? [body])
      Object.assign(payment, LIES['wrong-amount']);
  };
  assert.equal((await pay()).body.code, 'payer-answer-invalid');
  lie = () => undefined;
  assert.equal((await own.read()).state, 'paused');
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
  clockAhead += 31_000;
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
  clockAhead += 31_000;
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
    clockAhead += 31_000;
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
  await relayPage.call('POST', '/relay/connections', {}); // refused, for the nonce has aged; the answer brings a new one
  const answer = await relayPage.call('POST', '/relay/sessions', {
    connection: (await relayPage.call('POST', '/relay/connections', {})).body.id,
    walletAddress,
  });
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
