import assert from 'node:assert/strict';
import { after, beforeEach, before, test } from 'node:test';
import { DOUBLES, type DoubleName } from '../../src/sandbox-wallet/doubles/doubles.js';
import { checkLedger } from '../../src/sandbox-wallet/sandbox-wallet.js';
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
let incoming: string;
let clockAhead = 0;
const delays: number[] = [];
const tried = new Set<string>();

before(async () => {
  const delay = async (milliseconds: number) => void delays.push(milliseconds);
  pair = await startWalletPair({ delay, now: () => Date.now() + clockAhead });
  grant = await requestOutgoingGrant(pair, undefined);
});
beforeEach(async () => {
  await fetch(`${pair.visitor}/sandbox/doubles`, { method: 'DELETE' });
  incoming = await createIncomingPayment(pair);
  delays.length = 0;
});
after(async () => {
  assert.deepEqual([...tried].sort(), Object.keys(DOUBLES).sort(), 'every double has its test');
  assert.deepEqual(await checkLedger(pair.database), [], 'whatever a double says, the books balance');
  await pair.close();
});

test('lost-201: the payment is made, the answer never comes', async () => {
  await play('lost-201');
  await assert.rejects(payOnce());
  assert.equal(await received(), '1');
});

test('late-201: the answer comes after 30 s', async () => {
  await play('late-201');
  assert.equal((await payOnce()).status, 201);
  assert.deepEqual(delays, [30_000]);
});

test('dup-deliver: without a quote the payment is made twice; a quote protects', async () => {
  await play('dup-deliver');
  assert.equal((await payOnce()).status, 201);
  assert.equal(await received(), '2');
  const { id } = await quote();
  const { status, body } = await payQuote(String(id));
  assert.deepEqual([status, body.error?.description], [400, 'invalid quote']);
  assert.equal(await received(), '3');
});

test('500-after-create: the payment is made, the answer is a 500', async () => {
  await play('500-after-create');
  assert.equal((await rawPay()).status, 500);
  assert.equal(await received(), '1');
});

test('list-lags: a payment is listed, and found by its id, when it is a minute old', async () => {
  await play('list-lags');
  const { body } = await payOnce();
  const isListed = async () => (await list()).some(({ id }) => id === body['id']);
  const read = (params?: string) =>
    send(signRequest(pair.client, { url: String(body['id']), token: grant.token }, { parameters: params }));
  assert.equal(await isListed(), false);
  const { status, body: refusal } = await read();
  assert.deepEqual([status, refusal.error?.description], [401, 'Unauthorized'], 'as one that there is not');
  clockAhead = 61_000;
  try {
    const params = `;keyid="key-1";created=${Math.floor((Date.now() + clockAhead) / 1000)}`;
    assert.ok((await list(params)).some(({ id }) => id === body['id']));
    assert.equal((await read(params)).status, 200);
  } finally {
    clockAhead = 0;
  }
});

test('no-list: 404', async () => {
  await play('no-list');
  assert.equal((await send(signRequest(pair.client, listRequest()))).status, 404);
});

test('own-ids: a payment bears another id than its quote, and cannot be found by that', async () => {
  const nameOf = (url: unknown) => String(url).split('/').at(-1) as string;
  const own = String((await payQuote(String((await quote())['id']))).body['id']);
  const byQuote = async (double?: DoubleName) => {
    if (double) await play(double);
    const { id } = await quote();
    const payment = (await payQuote(String(id))).body['id'];
    const url = own.replace(nameOf(own), nameOf(id));
    return { same: url === payment, ...(await send(signRequest(pair.client, { url, token: grant.token }))) };
  };
  const { same, status } = await byQuote();
  assert.deepEqual([same, status], [true, 200]);
  const other = await byQuote('own-ids');
  assert.deepEqual([other.same, other.status, other.body.error?.description], [false, 401, 'Unauthorized']);
});

test('quote-reuse: a quote is paid as often as asked', async () => {
  await play('quote-reuse');
  const { id } = await quote();
  assert.equal((await payQuote(String(id))).status, 201);
  assert.equal((await payQuote(String(id))).status, 201);
  assert.equal(await received(), '2');
});

test('wrong-amount: quote and payment name a hundred times the debit; one unit moves', async () => {
  await play('wrong-amount');
  assert.deepEqual((await quote())['debitAmount'], usd(100));
  assert.deepEqual((await payOnce()).body['debitAmount'], usd(100));
  assert.equal(await received(), '1');
});

test('wrong-receiver: quote and payment name another receiver', async () => {
  await play('wrong-receiver');
  for (const body of [await quote(), (await payOnce()).body]) {
    assert.match(String(body['receiver']), /^https:\/\/evil\.example\//);
  }
});

test('evil-id: every URL to call next is elsewhere', async () => {
  const own = await requestOutgoingGrant(pair, undefined);
  await play('evil-id');
  assert.match(String((await quote())['id']), /^https:\/\/evil\.example\//);
  const rotated = await rotate(own);
  assert.match((rotated.body['access_token'] as { manage: string }).manage, /^https:\/\/evil\.example\//);
});

test('rotate-drop: the token is rotated, the answer never comes', async () => {
  await play('rotate-drop');
  const own = await requestOutgoingGrant(pair, undefined);
  await assert.rejects(rotate(own));
  assert.equal((await pay(pair, own.token, incoming, 1)).body.error?.description, 'Inactive Token');
});

test('continue-drop: the grant is continued, the answer never comes', async () => {
  await play('continue-drop');
  await assert.rejects(requestOutgoingGrant(pair, undefined), { name: 'TypeError' });
});

test('too-fast: every continuation is too fast', async () => {
  await play('too-fast');
  await assert.rejects(requestOutgoingGrant(pair, undefined));
  const again = await send(
    signRequest(pair.client, { url: grant.continueUri, method: 'POST', token: grant.continueToken }),
  );
  assert.deepEqual([again.status, again.body.error?.code], [400, 'too_fast']);
});

test('expired-token and invalid-token: in the words of either wallet, as often as asked', async () => {
  await play('expired-token', { times: 2 });
  for (let count = 0; count < 2; count += 1) {
    const { status, body, headers } = await payOnce();
    assert.deepEqual([status, body.error?.description], [403, 'Inactive Token']);
    assert.equal(headers.get('www-authenticate'), `GNAP as_uri="${pair.visitor}/auth"`);
  }
  assert.equal((await payOnce()).status, 201);
  await play('invalid-token', { times: 1 });
  const { status, body } = await payOnce();
  assert.deepEqual([status, body.error?.description], [401, 'Invalid Token']);
});

test('bad-as-uri: the challenge names a server elsewhere', async () => {
  await play('bad-as-uri');
  assert.equal((await payOnce()).headers.get('www-authenticate'), 'GNAP as_uri="https://evil.example/auth"');
});

test('429: with Retry-After, for the wallet address, too', async () => {
  await play('429');
  for (const response of [await rawPay(), await fetch(`${pair.visitor}/visitor`)]) {
    assert.deepEqual([response.status, response.headers.get('retry-after')], [429, '30']);
  }
});

test('slow-body: one byte a second', async () => {
  await play('slow-body');
  assert.equal((await payOnce()).status, 200);
  assert.ok(delays.length > 100 && delays.every((milliseconds) => milliseconds === 1_000));
});

test('huge-body: more than any client wants, and no more than it takes', async () => {
  await play('huge-body', { times: 1 });
  const response = await rawPay();
  let bytes = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > 10_000_000) break;
  }
  assert.ok(bytes > 10_000_000);
  assert.equal((await payOnce()).status, 201, 'the wallet goes on');
});

test('html-200: a web page', async () => {
  await play('html-200');
  assert.match(await (await fetch(`${pair.visitor}/visitor`)).text(), /^<!doctype html>/);
});

test('redirect-loopback: 302 to 127.0.0.1', async () => {
  await play('redirect-loopback');
  const response = await rawPay();
  assert.deepEqual([response.status, response.headers.get('location')], [302, 'http://127.0.0.1:1/']);
});

test('partial: half arrives, then the payment fails; the next one is honest', async () => {
  await play('partial', { times: 1 });
  const failed = await pay(pair, grant.token, incoming, 10);
  assert.equal((await pay(pair, grant.token, incoming, 10)).status, 201);
  const payment = await readPayment(String(failed.body['id']));
  assert.deepEqual([payment['failed'], payment['sentAmount']], [true, usd(5)]);
  assert.equal(await received(), '15');
});

test('fail-later: the 201 is followed by a failure', async () => {
  await play('fail-later');
  const { status, body } = await payOnce();
  assert.equal(status, 201);
  await settled(pair);
  assert.equal((await readPayment(String(body['id'])))['failed'], true);
  assert.equal(await received(), '0');
});

test('no-money: the 201 is followed by a cancellation, and the grant has its spend back', async () => {
  await play('no-money', { times: 1 });
  const { body } = await payOnce();
  await settled(pair);
  const payment = await readPayment(String(body['id']));
  assert.deepEqual([payment['failed'], payment['sentAmount']], [true, usd(0)]);
  assert.deepEqual(payment['metadata'], { cancellationReason: 'not enough funds' });
  assert.equal(await received(), '0');
});

test('slippage: a hundredth less arrives, no more is sent than that takes, and the grant is charged all of it', async () => {
  await play('slippage');
  const one = await pay(pair, grant.token, incoming, 1);
  assert.deepEqual([one.status, one.body.error?.description], [400, 'negative receive amount']);
  for (const [debit, sent] of [
    [2, 1],
    [100, 99],
  ] as const) {
    const { body } = await pay(pair, grant.token, incoming, debit);
    await settled(pair);
    const payment = await readPayment(String(body['id']));
    assert.deepEqual(
      [payment['failed'], payment['debitAmount'], payment['receiveAmount'], payment['sentAmount']],
      [false, usd(debit), usd(sent), usd(sent)],
    );
  }
  assert.equal(await received(), '100');
});

test('one-arrives: quotes follow no rate', async () => {
  await play('one-arrives');
  const { body } = await pay(pair, grant.token, incoming, 999);
  assert.deepEqual(body['receiveAmount'], usd(1));
});

test('quote-limit: no more than a thousand units are quoted', async () => {
  await play('quote-limit');
  assert.equal((await pay(pair, grant.token, incoming, 1_001)).status, 400);
  assert.equal((await pay(pair, grant.token, incoming, 1_000)).status, 201);
});

test('a double can be kept to one operation', async () => {
  await play('429', { operation: 'POST /quotes' });
  assert.equal((await payOnce()).status, 201);
  assert.equal((await fetch(`${pair.visitor}/visitor`)).status, 200);
});

async function play(name: DoubleName, body?: object): Promise<void> {
  tried.add(name);
  const response = await fetch(`${pair.visitor}/sandbox/doubles/${name}`, {
    method: 'PUT',
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  assert.equal(response.status, 200, await response.text());
}

function payOnce() {
  return pay(pair, grant.token, incoming, 1);
}

/** The answer may be no JSON. */
function rawPay(): Promise<Response> {
  const body = { walletAddress: `${pair.visitor}/visitor`, incomingPayment: incoming, debitAmount: usd(1) };
  const { url, ...init } = signRequest(pair.client, {
    url: `${pair.visitor}/op/outgoing-payments`,
    method: 'POST',
    token: grant.token,
    body,
  });
  return fetch(url, { ...init, body: init.body ?? '', redirect: 'manual' });
}

async function quote(): Promise<Answer> {
  const token = await requestToken(pair, pair.visitor, { type: 'quote', actions: ['create'] });
  const body = {
    walletAddress: `${pair.visitor}/visitor`,
    receiver: incoming,
    method: 'ilp',
    debitAmount: usd(1),
  };
  const url = `${pair.visitor}/op/quotes`;
  return (await send(signRequest(pair.client, { url, method: 'POST', token, body }))).body;
}

function payQuote(quoteId: string) {
  const url = `${pair.visitor}/op/outgoing-payments`;
  const body = { walletAddress: `${pair.visitor}/visitor`, quoteId };
  return send(signRequest(pair.client, { url, method: 'POST', token: grant.token, body }));
}

function rotate({ manage, token }: OutgoingGrant) {
  return send(signRequest(pair.client, { url: manage, method: 'POST', token }));
}

function listRequest() {
  const walletAddress = encodeURIComponent(`${pair.visitor}/visitor`);
  return { url: `${pair.visitor}/op/outgoing-payments?wallet-address=${walletAddress}`, token: grant.token };
}

async function list(parameters?: string): Promise<Answer[]> {
  const signing = parameters === undefined ? {} : { parameters };
  return (await send(signRequest(pair.client, listRequest(), signing))).body['result'] as Answer[];
}

async function readPayment(url: string): Promise<Answer> {
  await settled(pair);
  return (await send(signRequest(pair.client, { url, token: grant.token }))).body;
}

async function received(): Promise<string> {
  await settled(pair);
  const answer = (await (await fetch(incoming)).json()) as { receivedAmount: { value: string } };
  return answer.receivedAmount.value;
}
