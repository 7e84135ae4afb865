import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { checkLedger, testWalletAddresses } from '../../src/sandbox-wallet/sandbox-wallet.js';
import { type Answer, send, signRequest } from '../support/wallet-client.js';
import {
  createIncomingPayment,
  type OutgoingGrant,
  pay,
  requestOutgoingGrant,
  requestToken,
  settled,
  startWalletPair,
  usd,
  type WalletPair,
} from '../support/wallet-pair.js';

let pair: WalletPair;
let grant: OutgoingGrant;
let urls: Record<string, string>;
const delays: number[] = [];
before(async () => {
  pair = await startWalletPair({ delay: async (milliseconds) => void delays.push(milliseconds) });
  grant = await requestOutgoingGrant(pair, { debitAmount: usd(10_000) });
  urls = testWalletAddresses(pair.receiver);
});
after(async () => {
  assert.deepEqual(await checkLedger(pair.database), []);
  await pair.close();
});

test('the reference, the page of the sandbox and GET /sandbox/test-wallet-addresses list every one of them', async () => {
  const reference = readFileSync('docs/reference/test-wallet-addresses.md', 'utf8');
  const page = await (await fetch(`${pair.receiver}/sandbox`)).text();
  const list = await (await fetch(`${pair.receiver}/sandbox/test-wallet-addresses`)).json();
  assert.deepEqual(
    Object.fromEntries(list.map(({ name, url }: Record<string, string>) => [name, url])),
    urls,
  );
  for (const name of Object.keys(urls)) {
    assert.ok(reference.includes(`\`${name}\``), name);
    assert.ok(page.includes(`<code>${pair.receiver}/${name}</code>`), name);
  }
  const root = await fetch(`${pair.receiver}/`);
  assert.equal(root.url, `${pair.receiver}/sandbox`);
});

test('ok pays', async () => {
  const { incoming, answer } = await payTo('ok', 5);
  assert.equal(answer.status, 201);
  assert.deepEqual(await received(incoming), usd(5));
});

test('slow answers the truth after five seconds', async () => {
  const answer = (await (await fetch(urls['slow'] ?? '')).json()) as { id: string };
  assert.deepEqual([answer.id, delays], [urls['slow'], [5_000]]);
});

test("alias answers with ok's id, and its payments are ok's", async () => {
  assert.equal(((await (await fetch(urls['alias'] ?? '')).json()) as { id: string }).id, urls['ok']);
  assert.equal((await payTo('alias', 5)).answer.status, 201);
});

const CURRENCIES: Record<string, [paid: number, arrives: object]> = {
  mxn: [5, { value: '90', assetCode: 'MXN', assetScale: 2 }],
  'scale-9': [5, { value: '50000000', assetCode: 'USD', assetScale: 9 }],
  'scale-0': [5, { value: '7', assetCode: 'JPY', assetScale: 0 }],
  'non-positive': [2, { value: '1', assetCode: 'EUR', assetScale: 2 }],
};
for (const [name, [paid, arrives]] of Object.entries(CURRENCIES)) {
  test(`${name} gets its own currency for ${paid} cents`, async () => {
    const { incoming, answer } = await payTo(name, paid);
    assert.equal(answer.status, 201);
    assert.deepEqual(await received(incoming), arrives);
  });
}

test('non-positive: one cent is refused, and the quote names the least', async () => {
  const incoming = await createIncomingPayment(pair, {}, urls['non-positive']);
  const { status, body } = await quote(incoming, 1);
  assert.equal(status, 400);
  assert.equal(body.error?.description, 'non-positive receive amount');
  assert.deepEqual(body.error?.details, { minSendAmount: usd(2) });
  assert.equal((await pay(pair, grant.token, incoming, 1)).status, 400);
});

test('invalid-receiver exists and takes incoming payments, but no money can be routed there', async () => {
  assert.equal((await fetch(urls['invalid-receiver'] ?? '')).status, 200);
  const { answer } = await payTo('invalid-receiver', 5);
  assert.deepEqual(
    [answer.status, answer.body.error],
    [400, { code: '400', description: 'invalid receiver' }],
  );
});

test('out-of-balance takes three payments for each incoming payment, then 403 "unauthorized"', async () => {
  for (const incoming of [await incomingAt('out-of-balance'), await incomingAt('out-of-balance')]) {
    const statuses = [];
    for (let count = 0; count < 5; count += 1) {
      statuses.push((await pay(pair, grant.token, incoming, 1)).status);
    }
    assert.deepEqual(statuses, [201, 201, 201, 403, 403]);
    assert.equal((await pay(pair, grant.token, incoming, 1)).body.error?.description, 'unauthorized');
    await settled(pair);
    assert.equal((await received(incoming)).value, '3');
  }
});

test('token-expired finds the token expired once; rotated, it goes on', async () => {
  const own = await requestOutgoingGrant(pair, undefined);
  const incoming = await incomingAt('token-expired');
  const first = await pay(pair, own.token, incoming, 1);
  assert.deepEqual([first.status, first.body.error?.description], [403, 'Inactive Token']);
  assert.equal(first.headers.get('www-authenticate'), `GNAP as_uri="${pair.visitor}/auth"`);
  assert.equal((await pay(pair, own.token, await incomingAt('ok'), 1)).status, 403, 'it has really expired');
  const rotated = await send(signRequest(pair.client, { url: own.manage, method: 'POST', token: own.token }));
  const { value } = rotated.body['access_token'] as { value: string };
  assert.equal((await pay(pair, value, incoming, 1)).status, 201);
  assert.equal((await pay(pair, value, incoming, 1)).status, 201);
});

const REFUSED: Record<string, [status: number, description: RegExp]> = {
  'key-revoked': [401, /^Signature validation error: could not find key in list of client keys$/],
  'insufficient-grant': [403, /^Insufficient Grant$/],
};
for (const [name, [status, description]] of Object.entries(REFUSED)) {
  test(`${name} answers every payment ${status}`, async () => {
    const incoming = await incomingAt(name);
    for (let count = 0; count < 2; count += 1) {
      const answer = await pay(pair, grant.token, incoming, 1);
      assert.equal(answer.status, status);
      assert.match(answer.body.error?.description ?? '', description);
    }
    assert.equal((await received(incoming)).value, '0');
  });
}

test('flaky is a 500 every other time, beginning with the first', async () => {
  const incoming = await incomingAt('flaky');
  const statuses = [];
  for (let count = 0; count < 2; count += 1) {
    statuses.push((await quote(incoming, 1)).status, (await quote(incoming, 1)).status);
    statuses.push((await pay(pair, grant.token, incoming, 1)).status);
    statuses.push((await pay(pair, grant.token, incoming, 1)).status);
  }
  assert.deepEqual(statuses, [500, 201, 500, 201, 500, 201, 500, 201]);
});

test('flaky lets a client through that asks for a new quote after each failure', async () => {
  const incoming = await incomingAt('flaky');
  const statuses = [];
  for (let count = 0; count < 4; count += 1) {
    const { status } = await quote(incoming, 1);
    statuses.push(status === 201 ? (await pay(pair, grant.token, incoming, 1)).status : status);
  }
  assert.deepEqual(statuses, [500, 500, 500, 201]);
});

test('settles-never stays under way and counts as spent', async () => {
  const own = await requestOutgoingGrant(pair, { debitAmount: usd(5) });
  const { incoming, answer } = await payTo('settles-never', 5, own.token);
  assert.equal(answer.status, 201);
  const payment = await readPayment(answer.body, own.token);
  assert.deepEqual([payment['failed'], payment['sentAmount']], [false, usd(0)]);
  assert.equal((await received(incoming)).value, '0');
  assert.equal((await payTo('ok', 1, own.token)).answer.status, 403);
});

test('settle-fails is created, then fails; the grant may spend it again', async () => {
  const own = await requestOutgoingGrant(pair, { debitAmount: usd(5) });
  const { incoming, answer } = await payTo('settle-fails', 5, own.token);
  assert.equal(answer.status, 201);
  const payment = await readPayment(answer.body, own.token);
  assert.deepEqual([payment['failed'], payment['sentAmount']], [true, usd(0)]);
  assert.equal((await received(incoming)).value, '0');
  assert.equal((await payTo('ok', 5, own.token)).answer.status, 201);
});

test('partial: half of it arrives, then it fails; the grant may spend the rest again', async () => {
  const own = await requestOutgoingGrant(pair, { debitAmount: usd(5) });
  const { incoming, answer } = await payTo('partial', 5, own.token);
  const payment = await readPayment(answer.body, own.token);
  assert.deepEqual([payment['failed'], payment['sentAmount']], [true, usd(2)]);
  assert.equal((await received(incoming)).value, '2');
  assert.equal((await payTo('ok', 4, own.token)).answer.status, 403);
  assert.equal((await payTo('ok', 3, own.token)).answer.status, 201);
});

const LIES: Record<string, [status: number, type: string, body: RegExp]> = {
  '404': [404, 'text/plain', /^Not Found$/],
  '500': [500, 'text/plain', /^Internal Server Error$/],
  html: [200, 'text/html', /^<!doctype html>/],
  'bad-json': [200, 'application/json', /^\{"id": "$/],
};
for (const [name, [status, type, body]] of Object.entries(LIES)) {
  test(`${name} answers ${status} ${type}`, async () => {
    const response = await fetch(urls[name] ?? '');
    assert.equal(response.status, status);
    assert.ok(response.headers.get('content-type')?.startsWith(type));
    assert.match(await response.text(), body);
    assert.equal(response.headers.get('wm-sandbox'), 'true');
  });
}

test('the other wallet has none of them', async () => {
  for (const name of Object.keys(urls)) assert.equal((await fetch(`${pair.visitor}/${name}`)).status, 404);
});

function incomingAt(name: string): Promise<string> {
  return createIncomingPayment(pair, {}, urls[name]);
}

async function payTo(name: string, cents: number, token = grant.token) {
  const incoming = await incomingAt(name);
  const answer = await pay(pair, token, incoming, cents);
  await settled(pair);
  return { incoming, answer };
}

async function received(incoming: string): Promise<{ value: string }> {
  return ((await (await fetch(incoming)).json()) as { receivedAmount: { value: string } }).receivedAmount;
}

async function readPayment({ id }: Answer, token: string): Promise<Answer> {
  return (await send(signRequest(pair.client, { url: String(id), token }))).body;
}

async function quote(receiver: string, cents: number) {
  const token = await requestToken(pair, pair.visitor, { type: 'quote', actions: ['create'] });
  const body = { walletAddress: `${pair.visitor}/visitor`, receiver, method: 'ilp', debitAmount: usd(cents) };
  return send(signRequest(pair.client, { url: `${pair.visitor}/op/quotes`, method: 'POST', token, body }));
}
