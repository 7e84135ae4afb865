import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { checkLedger, testWalletAddresses } from '../../src/sandbox-wallet/sandbox-wallet.js';
import { type WalletResponseBody, sendSigned, signRequest } from '../support/wallets/wallet-client.js';
import {
  createTestIncomingPayment,
  type OutgoingGrant,
  postOutgoingPayment,
  requestOutgoingGrant,
  requestToken,
  waitForSettlement,
  startWalletPair,
  usd,
  type WalletPair,
} from '../support/wallets/wallet-pair.js';

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

test('the reference, the sandbox’s page and GET /sandbox/test-wallet-addresses list every test wallet address', async () => {
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

test('ok is paid', async () => {
  const { incoming, answer } = await payTo('ok', 5);
  assert.equal(answer.status, 201);
  assert.deepEqual(await received(incoming), usd(5));
});

test('slow responds correctly after five seconds', async () => {
  const answer = (await (await fetch(urls['slow'] ?? '')).json()) as { id: string };
  assert.deepEqual([answer.id, delays], [urls['slow'], [5_000]]);
});

test('alias responds with the id of ok, and shares its payments', async () => {
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
  test(`${name} receives its own currency for ${paid} cents`, async () => {
    const { incoming, answer } = await payTo(name, paid);
    assert.equal(answer.status, 201);
    assert.deepEqual(await received(incoming), arrives);
  });
}

test('non-positive: one cent is rejected, and the quote contains the minimum', async () => {
  const incoming = await createTestIncomingPayment(pair, {}, urls['non-positive']);
  const { status, body } = await quote(incoming, 1);
  assert.equal(status, 400);
  assert.equal(body.error?.description, 'non-positive receive amount');
  assert.deepEqual(body.error?.details, { minSendAmount: usd(2) });
  assert.equal((await postOutgoingPayment(pair, grant.token, incoming, 1)).status, 400);
});

test('invalid-receiver accepts incoming payments, but money cannot be routed to it', async () => {
  assert.equal((await fetch(urls['invalid-receiver'] ?? '')).status, 200);
  const { answer } = await payTo('invalid-receiver', 5);
  assert.deepEqual(
    [answer.status, answer.body.error],
    [400, { code: '400', description: 'invalid receiver' }],
  );
});

test('out-of-balance accepts three payments per incoming payment, then responds 403 "unauthorized"', async () => {
  for (const incoming of [await incomingAt('out-of-balance'), await incomingAt('out-of-balance')]) {
    const statuses = [];
    for (let count = 0; count < 5; count += 1) {
      statuses.push((await postOutgoingPayment(pair, grant.token, incoming, 1)).status);
    }
    assert.deepEqual(statuses, [201, 201, 201, 403, 403]);
    assert.equal(
      (await postOutgoingPayment(pair, grant.token, incoming, 1)).body.error?.description,
      'unauthorized',
    );
    await waitForSettlement(pair);
    assert.equal((await received(incoming)).value, '3');
  }
});

test('token-expired expires the token once; after a rotation payments continue', async () => {
  const own = await requestOutgoingGrant(pair, undefined);
  const incoming = await incomingAt('token-expired');
  const first = await postOutgoingPayment(pair, own.token, incoming, 1);
  assert.deepEqual([first.status, first.body.error?.description], [403, 'Inactive Token']);
  assert.equal(first.headers.get('www-authenticate'), `GNAP as_uri="${pair.visitor}/auth"`);
  assert.equal(
    (await postOutgoingPayment(pair, own.token, await incomingAt('ok'), 1)).status,
    403,
    'the token has expired',
  );
  const rotated = await sendSigned(
    signRequest(pair.client, { url: own.manage, method: 'POST', token: own.token }),
  );
  const { value } = rotated.body['access_token'] as { value: string };
  assert.equal((await postOutgoingPayment(pair, value, incoming, 1)).status, 201);
  assert.equal((await postOutgoingPayment(pair, value, incoming, 1)).status, 201);
});

const REFUSED: Record<string, [status: number, description: RegExp]> = {
  'key-revoked': [401, /^Signature validation error: could not find key in list of client keys$/],
  'insufficient-grant': [403, /^Insufficient Grant$/],
};
for (const [name, [status, description]] of Object.entries(REFUSED)) {
  test(`${name} responds to every payment with ${status}`, async () => {
    const incoming = await incomingAt(name);
    for (let count = 0; count < 2; count += 1) {
      const answer = await postOutgoingPayment(pair, grant.token, incoming, 1);
      assert.equal(answer.status, status);
      assert.match(answer.body.error?.description ?? '', description);
    }
    assert.equal((await received(incoming)).value, '0');
  });
}

test('flaky fails every other time with a 500, starting with the first', async () => {
  const incoming = await incomingAt('flaky');
  const statuses = [];
  for (let count = 0; count < 2; count += 1) {
    statuses.push((await quote(incoming, 1)).status, (await quote(incoming, 1)).status);
    statuses.push((await postOutgoingPayment(pair, grant.token, incoming, 1)).status);
    statuses.push((await postOutgoingPayment(pair, grant.token, incoming, 1)).status);
  }
  assert.deepEqual(statuses, [500, 201, 500, 201, 500, 201, 500, 201]);
});

test('flaky works for a client that requests a new quote after each failure', async () => {
  const incoming = await incomingAt('flaky');
  const statuses = [];
  for (let count = 0; count < 4; count += 1) {
    const { status } = await quote(incoming, 1);
    statuses.push(
      status === 201 ? (await postOutgoingPayment(pair, grant.token, incoming, 1)).status : status,
    );
  }
  assert.deepEqual(statuses, [500, 500, 500, 201]);
});

test('settles-never stays pending and counts as spent', async () => {
  const own = await requestOutgoingGrant(pair, { debitAmount: usd(5) });
  const { incoming, answer } = await payTo('settles-never', 5, own.token);
  assert.equal(answer.status, 201);
  const payment = await readPayment(answer.body, own.token);
  assert.deepEqual([payment['failed'], payment['sentAmount']], [false, usd(0)]);
  assert.equal((await received(incoming)).value, '0');
  assert.equal((await payTo('ok', 1, own.token)).answer.status, 403);
});

test('settle-fails is created, then fails and is refunded to the grant', async () => {
  const own = await requestOutgoingGrant(pair, { debitAmount: usd(5) });
  const { incoming, answer } = await payTo('settle-fails', 5, own.token);
  assert.equal(answer.status, 201);
  const payment = await readPayment(answer.body, own.token);
  assert.deepEqual([payment['failed'], payment['sentAmount']], [true, usd(0)]);
  assert.equal((await received(incoming)).value, '0');
  assert.equal((await payTo('ok', 5, own.token)).answer.status, 201);
});

test('partial: half arrives, then the payment fails and the rest is refunded to the grant', async () => {
  const own = await requestOutgoingGrant(pair, { debitAmount: usd(5) });
  const { incoming, answer } = await payTo('partial', 5, own.token);
  const payment = await readPayment(answer.body, own.token);
  assert.deepEqual([payment['failed'], payment['sentAmount']], [true, usd(2)]);
  assert.equal((await received(incoming)).value, '2');
  assert.equal((await payTo('ok', 4, own.token)).answer.status, 403);
  assert.equal((await payTo('ok', 3, own.token)).answer.status, 201);
});

const FIXED_RESPONSES: Record<string, [status: number, type: string, body: RegExp]> = {
  '404': [404, 'text/plain', /^Not Found$/],
  '500': [500, 'text/plain', /^Internal Server Error$/],
  html: [200, 'text/html', /^<!doctype html>/],
  'bad-json': [200, 'application/json', /^\{"id": "$/],
};
for (const [name, [status, type, body]] of Object.entries(FIXED_RESPONSES)) {
  test(`${name} responds with ${status} ${type}`, async () => {
    const response = await fetch(urls[name] ?? '');
    assert.equal(response.status, status);
    assert.ok(response.headers.get('content-type')?.startsWith(type));
    assert.match(await response.text(), body);
    assert.equal(response.headers.get('wm-sandbox'), 'true');
  });
}

test('the visitor’s wallet has no test wallet addresses', async () => {
  for (const name of Object.keys(urls)) assert.equal((await fetch(`${pair.visitor}/${name}`)).status, 404);
});

function incomingAt(name: string): Promise<string> {
  return createTestIncomingPayment(pair, {}, urls[name]);
}

async function payTo(name: string, cents: number, token = grant.token) {
  const incoming = await incomingAt(name);
  const answer = await postOutgoingPayment(pair, token, incoming, cents);
  await waitForSettlement(pair);
  return { incoming, answer };
}

async function received(incoming: string): Promise<{ value: string }> {
  return ((await (await fetch(incoming)).json()) as { receivedAmount: { value: string } }).receivedAmount;
}

async function readPayment({ id }: WalletResponseBody, token: string): Promise<WalletResponseBody> {
  return (await sendSigned(signRequest(pair.client, { url: String(id), token }))).body;
}

async function quote(receiver: string, cents: number) {
  const token = await requestToken(pair, pair.visitor, { type: 'quote', actions: ['create'] });
  const body = { walletAddress: `${pair.visitor}/visitor`, receiver, method: 'ilp', debitAmount: usd(cents) };
  return sendSigned(
    signRequest(pair.client, { url: `${pair.visitor}/op/quotes`, method: 'POST', token, body }),
  );
}
