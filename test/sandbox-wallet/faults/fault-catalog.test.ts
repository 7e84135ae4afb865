import assert from 'node:assert/strict';
import { after, beforeEach, before, test } from 'node:test';
import { FAULTS, type FaultName } from '../../../src/sandbox-wallet/faults/fault-catalog.js';
import { checkLedger } from '../../../src/sandbox-wallet/sandbox-wallet.js';
import { type WalletResponseBody, sendSigned, signRequest } from '../../support/wallets/wallet-client.js';
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
} from '../../support/wallets/wallet-pair.js';

let pair: WalletPair;
let grant: OutgoingGrant;
let incoming: string;
let clockAheadMs = 0;
const delays: number[] = [];
const testedFaults = new Set<string>();

before(async () => {
  const delay = async (milliseconds: number) => void delays.push(milliseconds);
  pair = await startWalletPair({ delay, now: () => Date.now() + clockAheadMs });
  grant = await requestOutgoingGrant(pair, undefined);
});
beforeEach(async () => {
  await fetch(`${pair.visitor}/sandbox/faults`, { method: 'DELETE' });
  incoming = await createTestIncomingPayment(pair);
  delays.length = 0;
});
after(async () => {
  assert.deepEqual([...testedFaults].sort(), Object.keys(FAULTS).sort(), 'every fault has a test');
  assert.deepEqual(await checkLedger(pair.database), [], 'no fault unbalances the ledger');
  await pair.close();
});

test('drop-after-create: the payment is made, and its response is lost', async () => {
  await setFault('drop-after-create');
  await assert.rejects(payOnce());
  assert.equal(await received(), '1');
});

test('delay-after-create: the response comes after 30 s', async () => {
  await setFault('delay-after-create');
  assert.equal((await payOnce()).status, 201);
  assert.deepEqual(delays, [30_000]);
});

test('duplicate-delivery: without a quote the payment is made twice; a quote prevents that', async () => {
  await setFault('duplicate-delivery');
  assert.equal((await payOnce()).status, 201);
  assert.equal(await received(), '2');
  const { id } = await quote();
  const { status, body } = await payQuote(String(id));
  assert.deepEqual([status, body.error?.description], [400, 'invalid quote']);
  assert.equal(await received(), '3');
});

test('500-after-create: the payment is made, and its response is a 500', async () => {
  await setFault('500-after-create');
  assert.equal((await payUnparsed()).status, 500);
  assert.equal(await received(), '1');
});

test('stale-list: a payment is listed, and found by its id, after a minute', async () => {
  await setFault('stale-list');
  const { body } = await payOnce();
  const isListed = async () => (await list()).some(({ id }) => id === body['id']);
  const read = (params?: string) =>
    sendSigned(
      signRequest(
        pair.client,
        { url: String(body['id']), token: grant.token },
        params === undefined ? {} : { parameters: params },
      ),
    );
  assert.equal(await isListed(), false);
  const { status, body: refusal } = await read();
  assert.deepEqual([status, refusal.error?.description], [401, 'Unauthorized'], 'like an unknown payment');
  clockAheadMs = 61_000;
  try {
    const params = `;keyid="key-1";created=${Math.floor((Date.now() + clockAheadMs) / 1000)}`;
    assert.ok((await list(params)).some(({ id }) => id === body['id']));
    assert.equal((await read(params)).status, 200);
  } finally {
    clockAheadMs = 0;
  }
});

test('list-not-found: 404', async () => {
  await setFault('list-not-found');
  assert.equal((await sendSigned(signRequest(pair.client, listRequest()))).status, 404);
});

test('distinct-payment-ids: a payment’s id differs from its quote’s, and cannot be found by it', async () => {
  const nameOf = (url: unknown) => String(url).split('/').at(-1) as string;
  const own = String((await payQuote(String((await quote())['id']))).body['id']);
  const byQuote = async (double?: FaultName) => {
    if (double) await setFault(double);
    const { id } = await quote();
    const payment = (await payQuote(String(id))).body['id'];
    const url = own.replace(nameOf(own), nameOf(id));
    return {
      same: url === payment,
      ...(await sendSigned(signRequest(pair.client, { url, token: grant.token }))),
    };
  };
  const { same, status } = await byQuote();
  assert.deepEqual([same, status], [true, 200]);
  const other = await byQuote('distinct-payment-ids');
  assert.deepEqual([other.same, other.status, other.body.error?.description], [false, 401, 'Unauthorized']);
});

test('quote-reuse: a quote can be paid repeatedly', async () => {
  await setFault('quote-reuse');
  const { id } = await quote();
  assert.equal((await payQuote(String(id))).status, 201);
  assert.equal((await payQuote(String(id))).status, 201);
  assert.equal(await received(), '2');
});

test('wrong-amount: quote and payment show a hundred times the debit; one unit moves', async () => {
  await setFault('wrong-amount');
  assert.deepEqual((await quote())['debitAmount'], usd(100));
  assert.deepEqual((await payOnce()).body['debitAmount'], usd(100));
  assert.equal(await received(), '1');
});

test('wrong-receiver: quote and payment show another receiver', async () => {
  await setFault('wrong-receiver');
  for (const body of [await quote(), (await payOnce()).body]) {
    assert.match(String(body['receiver']), /^https:\/\/evil\.example\//);
  }
});

test('foreign-urls: every next URL is on another origin', async () => {
  const own = await requestOutgoingGrant(pair, undefined);
  await setFault('foreign-urls');
  assert.match(String((await quote())['id']), /^https:\/\/evil\.example\//);
  const rotated = await rotate(own);
  assert.match((rotated.body['access_token'] as { manage: string }).manage, /^https:\/\/evil\.example\//);
});

test('drop-after-rotate: the token is rotated, and the response is lost', async () => {
  await setFault('drop-after-rotate');
  const own = await requestOutgoingGrant(pair, undefined);
  await assert.rejects(rotate(own));
  assert.equal(
    (await postOutgoingPayment(pair, own.token, incoming, 1)).body.error?.description,
    'Inactive Token',
  );
});

test('drop-after-continue: the grant is continued, and the response is lost', async () => {
  await setFault('drop-after-continue');
  await assert.rejects(requestOutgoingGrant(pair, undefined), { name: 'TypeError' });
});

test('too-fast: every continuation is too fast', async () => {
  await setFault('too-fast');
  await assert.rejects(requestOutgoingGrant(pair, undefined));
  const again = await sendSigned(
    signRequest(pair.client, { url: grant.continueUri, method: 'POST', token: grant.continueToken }),
  );
  assert.deepEqual([again.status, again.body.error?.code], [400, 'too_fast']);
});

test('expired-token and invalid-token: the errors of both kinds of wallet, any number of times', async () => {
  await setFault('expired-token', { times: 2 });
  for (let count = 0; count < 2; count += 1) {
    const { status, body, headers } = await payOnce();
    assert.deepEqual([status, body.error?.description], [403, 'Inactive Token']);
    assert.equal(headers.get('www-authenticate'), `GNAP as_uri="${pair.visitor}/auth"`);
  }
  assert.equal((await payOnce()).status, 201);
  await setFault('invalid-token', { times: 1 });
  const { status, body } = await payOnce();
  assert.deepEqual([status, body.error?.description], [401, 'Invalid Token']);
});

test('bad-as-uri: the challenge names a server on another origin', async () => {
  await setFault('bad-as-uri');
  assert.equal((await payOnce()).headers.get('www-authenticate'), 'GNAP as_uri="https://evil.example/auth"');
});

test('429: with Retry-After, also for the wallet address', async () => {
  await setFault('429');
  for (const response of [await payUnparsed(), await fetch(`${pair.visitor}/visitor`)]) {
    assert.deepEqual([response.status, response.headers.get('retry-after')], [429, '30']);
  }
});

test('slow-body: one byte a second', async () => {
  await setFault('slow-body');
  assert.equal((await payOnce()).status, 200);
  assert.ok(delays.length > 100 && delays.every((milliseconds) => milliseconds === 1_000));
});

test('huge-body: more than any client accepts, and it stops when the client does', async () => {
  await setFault('huge-body', { times: 1 });
  const response = await payUnparsed();
  let bytes = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > 10_000_000) break;
  }
  assert.ok(bytes > 10_000_000);
  assert.equal((await payOnce()).status, 201, 'the wallet continues');
});

test('html-200: a web page', async () => {
  await setFault('html-200');
  assert.match(await (await fetch(`${pair.visitor}/visitor`)).text(), /^<!doctype html>/);
});

test('redirect-loopback: 302 to 127.0.0.1', async () => {
  await setFault('redirect-loopback');
  const response = await payUnparsed();
  assert.deepEqual([response.status, response.headers.get('location')], [302, 'http://127.0.0.1:1/']);
});

test('partial: half arrives, then the payment fails; the next one succeeds', async () => {
  await setFault('partial', { times: 1 });
  const failed = await postOutgoingPayment(pair, grant.token, incoming, 10);
  assert.equal((await postOutgoingPayment(pair, grant.token, incoming, 10)).status, 201);
  const payment = await readPayment(String(failed.body['id']));
  assert.deepEqual([payment['failed'], payment['sentAmount']], [true, usd(5)]);
  assert.equal(await received(), '15');
});

test('fail-settlement: the payment fails after its 201', async () => {
  await setFault('fail-settlement');
  const { status, body } = await payOnce();
  assert.equal(status, 201);
  await waitForSettlement(pair);
  assert.equal((await readPayment(String(body['id'])))['failed'], true);
  assert.equal(await received(), '0');
});

test('insufficient-funds: the payment is cancelled after its 201 and refunded to the grant', async () => {
  await setFault('insufficient-funds', { times: 1 });
  const { body } = await payOnce();
  await waitForSettlement(pair);
  const payment = await readPayment(String(body['id']));
  assert.deepEqual([payment['failed'], payment['sentAmount']], [true, usd(0)]);
  assert.deepEqual(payment['metadata'], { cancellationReason: 'not enough funds' });
  assert.equal(await received(), '0');
});

test('slippage: a hundredth less arrives, less is sent, and the grant is charged the full amount', async () => {
  await setFault('slippage');
  const one = await postOutgoingPayment(pair, grant.token, incoming, 1);
  assert.deepEqual([one.status, one.body.error?.description], [400, 'negative receive amount']);
  for (const [debit, sent] of [
    [2, 1],
    [100, 99],
  ] as const) {
    const { body } = await postOutgoingPayment(pair, grant.token, incoming, debit);
    await waitForSettlement(pair);
    const payment = await readPayment(String(body['id']));
    assert.deepEqual(
      [payment['failed'], payment['debitAmount'], payment['receiveAmount'], payment['sentAmount']],
      [false, usd(debit), usd(sent), usd(sent)],
    );
  }
  assert.equal(await received(), '100');
});

test('one-unit-received: quotes follow no exchange rate', async () => {
  await setFault('one-unit-received');
  const { body } = await postOutgoingPayment(pair, grant.token, incoming, 999);
  assert.deepEqual(body['receiveAmount'], usd(1));
});

test('quote-limit: quotes are limited to a thousand units', async () => {
  await setFault('quote-limit');
  assert.equal((await postOutgoingPayment(pair, grant.token, incoming, 1_001)).status, 400);
  assert.equal((await postOutgoingPayment(pair, grant.token, incoming, 1_000)).status, 201);
});

test('a fault can be limited to one operation', async () => {
  await setFault('429', { operation: 'POST /quotes' });
  assert.equal((await payOnce()).status, 201);
  assert.equal((await fetch(`${pair.visitor}/visitor`)).status, 200);
});

async function setFault(name: FaultName, body?: object): Promise<void> {
  testedFaults.add(name);
  const response = await fetch(`${pair.visitor}/sandbox/faults/${name}`, {
    method: 'PUT',
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  assert.equal(response.status, 200, await response.text());
}

function payOnce() {
  return postOutgoingPayment(pair, grant.token, incoming, 1);
}

/** The response may not be JSON. */
function payUnparsed(): Promise<Response> {
  const body = { walletAddress: `${pair.visitor}/visitor`, incomingPayment: incoming, debitAmount: usd(1) };
  const { url, ...init } = signRequest(pair.client, {
    url: `${pair.visitor}/op/outgoing-payments`,
    method: 'POST',
    token: grant.token,
    body,
  });
  return fetch(url, { ...init, body: init.body ?? '', redirect: 'manual' });
}

async function quote(): Promise<WalletResponseBody> {
  const token = await requestToken(pair, pair.visitor, { type: 'quote', actions: ['create'] });
  const body = {
    walletAddress: `${pair.visitor}/visitor`,
    receiver: incoming,
    method: 'ilp',
    debitAmount: usd(1),
  };
  const url = `${pair.visitor}/op/quotes`;
  return (await sendSigned(signRequest(pair.client, { url, method: 'POST', token, body }))).body;
}

function payQuote(quoteId: string) {
  const url = `${pair.visitor}/op/outgoing-payments`;
  const body = { walletAddress: `${pair.visitor}/visitor`, quoteId };
  return sendSigned(signRequest(pair.client, { url, method: 'POST', token: grant.token, body }));
}

function rotate({ manage, token }: OutgoingGrant) {
  return sendSigned(signRequest(pair.client, { url: manage, method: 'POST', token }));
}

function listRequest() {
  const walletAddress = encodeURIComponent(`${pair.visitor}/visitor`);
  return { url: `${pair.visitor}/op/outgoing-payments?wallet-address=${walletAddress}`, token: grant.token };
}

async function list(parameters?: string): Promise<WalletResponseBody[]> {
  const signing = parameters === undefined ? {} : { parameters };
  return (await sendSigned(signRequest(pair.client, listRequest(), signing))).body[
    'result'
  ] as WalletResponseBody[];
}

async function readPayment(url: string): Promise<WalletResponseBody> {
  await waitForSettlement(pair);
  return (await sendSigned(signRequest(pair.client, { url, token: grant.token }))).body;
}

async function received(): Promise<string> {
  await waitForSettlement(pair);
  const answer = (await (await fetch(incoming)).json()) as { receivedAmount: { value: string } };
  return answer.receivedAmount.value;
}
