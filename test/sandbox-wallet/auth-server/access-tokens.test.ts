import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { sendSigned, signRequest, startWalletClient } from '../../support/wallets/wallet-client.js';
import {
  createTestIncomingPayment,
  type IssuedGrant,
  postOutgoingPayment,
  requestOutgoingGrant,
  requestToken,
  startWalletPair,
  usd,
  type WalletPair,
} from '../../support/wallets/wallet-pair.js';

let pair: WalletPair;
let clock = 0;
before(async () => {
  pair = await startWalletPair({ now: () => Date.now() + clock, tokenLifetimeSeconds: 30 });
});
after(() => pair.close());

test('rotation renews value and manage URL, keeps limits and spent amount, and deactivates the old value', async () => {
  const incoming = await createTestIncomingPayment(pair);
  const grant = await requestOutgoingGrant(pair, { debitAmount: usd(100) });
  assert.equal((await postOutgoingPayment(pair, grant.token, incoming, 60)).status, 201);
  const { access_token: rotated } = (await rotate(grant)).body as unknown as IssuedGrant;
  assert.notEqual(rotated.value, grant.token);
  assert.notEqual(rotated.manage, grant.manage);
  const old = await postOutgoingPayment(pair, grant.token, incoming, 1);
  assert.deepEqual([old.status, old.body.error], [403, { code: '403', description: 'Inactive Token' }]);
  assert.equal(old.headers.get('www-authenticate'), `GNAP as_uri="${pair.visitor}/auth"`);
  assert.equal(
    (await postOutgoingPayment(pair, rotated.value, incoming, 41)).body.error?.description,
    'unauthorized',
  );
  assert.equal((await postOutgoingPayment(pair, rotated.value, incoming, 40)).status, 201);
});

test('of two simultaneous rotations one succeeds; later ones find no token', async () => {
  const grant = await requestOutgoingGrant(pair, undefined);
  const answers = await Promise.all([rotate(grant), rotate(grant)]);
  const loser = answers.find(({ status }) => status !== 200);
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  // The error depends on whether the loser had already found the token.
  assert.ok(
    ['404 invalid_rotation', '401 invalid_client'].includes(`${loser?.status} ${loser?.body.error?.code}`),
  );
  const late = await rotate(grant);
  assert.deepEqual(
    [late.status, late.body.error],
    [401, { code: 'invalid_client', description: 'invalid access token' }],
  );
});

test('an expired token is inactive, and can still be rotated', async () => {
  const incoming = await createTestIncomingPayment(pair);
  const grant = await requestOutgoingGrant(pair, undefined);
  try {
    clock = 30_000;
    assert.equal(
      (await postOutgoingPayment(pair, grant.token, incoming, 1)).body.error?.description,
      'Inactive Token',
    );
    const rotated = (await rotate(grant)).body as unknown as IssuedGrant;
    assert.equal((await postOutgoingPayment(pair, rotated.access_token.value, incoming, 1)).status, 201);
  } finally {
    clock = 0;
  }
});

test('a revoked token is inactive', async () => {
  const grant = await requestOutgoingGrant(pair, undefined);
  const revoked = await sendSigned(
    signRequest(pair.client, { url: grant.manage, method: 'DELETE', token: grant.token }),
  );
  assert.equal(revoked.status, 204);
  assert.equal((await rotate(grant)).status, 401);
});

test("only the grant's client can use, rotate or continue it", async () => {
  const otherClient = { ...pair, client: await startWalletClient() };
  const incoming = await createTestIncomingPayment(pair);
  const grant = await requestOutgoingGrant(pair, undefined);
  assert.equal((await postOutgoingPayment(otherClient, grant.token, incoming, 1)).status, 401);
  assert.equal((await rotate(grant, otherClient)).status, 401);
  const url = grant.continueUri;
  const cancel = signRequest(otherClient.client, { url, method: 'DELETE', token: grant.continueToken });
  assert.equal((await sendSigned(cancel)).status, 401);
  await otherClient.client.close();
});

test('an operation without the required access gets 403 "Insufficient Grant"', async () => {
  const quote = await requestToken(pair, pair.visitor, { type: 'quote', actions: ['read'] });
  const incoming = await createTestIncomingPayment(pair);
  const elsewhere = await requestOutgoingGrant(pair, undefined, `${pair.visitor}/eur`);
  const body = {
    walletAddress: `${pair.visitor}/visitor`,
    receiver: incoming,
    method: 'ilp',
    debitAmount: usd(1),
  };
  const url = `${pair.visitor}/op/quotes`;
  const refused = [
    await sendSigned(signRequest(pair.client, { url, method: 'POST', token: quote, body })),
    await postOutgoingPayment(pair, quote, incoming, 1),
    await postOutgoingPayment(pair, elsewhere.token, incoming, 1),
  ];
  for (const { status, body: answer, headers } of refused) {
    assert.deepEqual([status, answer.error?.description], [403, 'Insufficient Grant']);
    assert.ok(headers.get('www-authenticate'));
  }
});

test('a missing token, a Bearer token and a token of the other wallet are rejected', async () => {
  const url = `${pair.visitor}/op/outgoing-payment-grant`;
  const bare = signRequest(pair.client, { url });
  const description = 'Missing or invalid authorization header value';
  for (const authorization of [undefined, 'Bearer abc', 'GNAP', 'GNAP  x']) {
    const request = { ...bare, headers: { ...bare.headers, ...(authorization && { authorization }) } };
    const answer = await sendSigned(request);
    assert.deepEqual([answer.status, answer.body.error], [401, { code: '401', description }]);
    assert.equal(answer.headers.get('www-authenticate'), `GNAP as_uri="${pair.visitor}/auth"`);
  }
  const foreign = await requestToken(pair, pair.receiver, { type: 'quote', actions: ['create'] });
  assert.equal(
    (await sendSigned(signRequest(pair.client, { url, token: foreign }))).body.error?.description,
    'Inactive Token',
  );
});

test('the order of checks is OpenAPI document, token, signature', async () => {
  const url = `${pair.visitor}/op/outgoing-payment-grant`;
  const unsigned = await fetch(url);
  assert.equal(unsigned.status, 400);
  assert.match(await unsigned.text(), /must have required properties signature-input/);
  const token = await requestToken(pair, pair.visitor, { type: 'quote', actions: ['create'] });
  const wrong = signRequest(pair.client, { url, token }, { parameters: '' });
  assert.equal((await sendSigned(wrong)).body.error?.description, 'Insufficient Grant');
});

test("'read' returns this client’s payments, 'read-all' also those of other clients", async () => {
  const id = await createTestIncomingPayment(pair);
  const other = { ...pair, client: await startWalletClient() };
  for (const [action, status] of [
    ['read', 404],
    ['read-all', 200],
  ] as const) {
    const token = await requestToken(other, pair.receiver, { type: 'incoming-payment', actions: [action] });
    assert.equal((await sendSigned(signRequest(other.client, { url: id, token }))).status, status, action);
  }
  await other.client.close();
});

test('the database contains no plaintext secret', async () => {
  const grant = await requestOutgoingGrant(pair, undefined);
  for (const table of ['access_tokens', 'grants']) {
    const { rows } = await sql.raw<object>(`SELECT * FROM ${table}`).execute(pair.database.reader);
    const text = rows.map((row) => Object.values(row).join(' ')).join('\n');
    for (const secret of [grant.token, grant.continueToken]) {
      assert.equal(Buffer.from(secret, 'base64url').length, 32);
      assert.ok(!text.includes(secret), table);
    }
  }
});

function rotate(grant: { manage: string; token: string }, { client } = pair) {
  return sendSigned(signRequest(client, { url: grant.manage, method: 'POST', token: grant.token }));
}
