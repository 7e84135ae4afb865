import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkLedger } from '../../../src/sandbox-wallet/sandbox-wallet.js';
import { sendSigned, signRequest } from '../../support/wallets/wallet-client.js';
import {
  createTestIncomingPayment,
  postOutgoingPayment,
  requestOutgoingGrant,
  requestToken,
  waitForSettlement,
  startWalletPair,
  usd,
  type WalletPair,
} from '../../support/wallets/wallet-pair.js';

const DAY_MS = 86_400_000;

let pair: WalletPair;
let token: string;
let outgoing: string;
let clock = 0;
before(async () => {
  pair = await startWalletPair({ now: () => Date.now() + clock });
  const access = { type: 'incoming-payment', actions: ['create', 'read', 'complete', 'list'] };
  token = await requestToken(pair, pair.receiver, access);
  outgoing = (await requestOutgoingGrant(pair, undefined)).token;
});
after(async () => {
  assert.deepEqual(await checkLedger(pair.database), []);
  await pair.close();
});

test('the received amount of an incoming payment is public, and nothing else', async () => {
  const id = await createTestIncomingPayment(pair, { metadata: { secret: 'yes' } });
  await postOutgoingPayment(pair, outgoing, id, 7);
  await waitForSettlement(pair);
  const answer = await fetch(id);
  assert.deepEqual(await answer.json(), { receivedAmount: usd(7), authServer: `${pair.receiver}/auth` });
});

test('an incoming payment expires after 30 days by default, which is also the maximum', async () => {
  const { body } = await create({});
  assert.equal(Date.parse(String(body['expiresAt'])) - Date.parse(String(body['createdAt'])), 30 * DAY_MS);
  for (const ahead of [-1_000, 0, 30 * DAY_MS + 60_000]) {
    const refused = await create({ expiresAt: new Date(Date.now() + ahead).toISOString() });
    assert.deepEqual([refused.status, refused.body.error?.description], [400, 'invalid expiresAt']);
  }
});

test('methods describe how to pay an open incoming payment, and are empty afterwards', async () => {
  const { body } = await create({});
  const [method] = body['methods'] as { type: string; ilpAddress: string; sharedSecret: string }[];
  assert.equal(method?.type, 'ilp');
  assert.match(method?.ilpAddress ?? '', /^test\.wm-sandbox\./);
  await sendSigned(signRequest(pair.client, { url: `${body['id']}/complete`, method: 'POST', token }));
  const seen = await sendSigned(signRequest(pair.client, { url: String(body['id']), token }));
  assert.deepEqual([seen.body['completed'], seen.body['methods']], [true, []]);
});

test('an incoming amount of another asset or of zero is rejected', async () => {
  for (const incomingAmount of [usd(0), { ...usd(1), assetCode: 'EUR' }, { ...usd(1), assetScale: 9 }]) {
    assert.equal((await create({ incomingAmount })).body.error?.description, 'invalid amount');
  }
});

test('an incoming payment of 20 accepts exactly 20 without partial payments, and is then complete', async () => {
  const id = await createTestIncomingPayment(pair, { incomingAmount: usd(20) });
  assert.equal((await postOutgoingPayment(pair, outgoing, id, 21)).body.error?.description, 'invalid amount');
  assert.equal((await postOutgoingPayment(pair, outgoing, id, 20)).status, 201);
  await waitForSettlement(pair);
  assert.equal(
    (await postOutgoingPayment(pair, outgoing, id, 1)).body.error?.description,
    'invalid receiver',
  );
});

test('of two quotes that fit separately, the second fails after its 201 and moves no money', async () => {
  const receiver = await createTestIncomingPayment(pair, { incomingAmount: usd(20) });
  const walletAddress = `${pair.visitor}/visitor`;
  const quotes = await requestToken(pair, pair.visitor, { type: 'quote', actions: ['create'] });
  const post = (path: string, accessToken: string, body: object) =>
    sendSigned(
      signRequest(pair.client, {
        url: `${pair.visitor}/op/${path}`,
        method: 'POST',
        token: accessToken,
        body,
      }),
    );
  const requested = { walletAddress, receiver, method: 'ilp', debitAmount: usd(15) };
  const made = [await post('quotes', quotes, requested), await post('quotes', quotes, requested)];
  const failed: unknown[] = [];
  for (const { body } of made) {
    const created = await post('outgoing-payments', outgoing, { walletAddress, quoteId: body['id'] });
    assert.equal(created.status, 201);
    await waitForSettlement(pair);
    const seen = await sendSigned(
      signRequest(pair.client, { url: String(created.body['id']), token: outgoing }),
    );
    failed.push(seen.body['failed'], seen.body['metadata']);
  }
  assert.deepEqual(failed, [false, undefined, true, { cancellationReason: 'receiver accepts less' }]);
  assert.deepEqual(
    ((await (await fetch(receiver)).json()) as { receivedAmount: object }).receivedAmount,
    usd(15),
  );
});

test('a completed, expired or unknown incoming payment is an "invalid receiver"', async () => {
  const completed = await createTestIncomingPayment(pair);
  await sendSigned(signRequest(pair.client, { url: `${completed}/complete`, method: 'POST', token }));
  const expired = await createTestIncomingPayment(pair, {
    expiresAt: new Date(Date.now() + 10_000).toISOString(),
  });
  try {
    clock = 20_000;
    for (const id of [completed, expired, `${pair.receiver}/op/incoming-payments/unknown`]) {
      const refused = await postOutgoingPayment(pair, outgoing, id, 1);
      assert.deepEqual([refused.status, refused.body.error?.description], [400, 'invalid receiver'], id);
    }
    assert.equal((await fetch(expired)).status, 401, 'expired without payments');
  } finally {
    clock = 0;
  }
});

test('an unknown incoming payment gets 401 "Unauthorized", with and without a token', async () => {
  const url = `${pair.receiver}/op/incoming-payments/unknown`;
  const answers = [
    await sendSigned({ url, method: 'GET', headers: {}, body: undefined }),
    await sendSigned(signRequest(pair.client, { url, token })),
  ];
  for (const { status, body } of answers) {
    assert.deepEqual([status, body.error], [401, { code: '401', description: 'Unauthorized' }]);
  }
});

test('a token creates incoming payments for every wallet address of its server, and of no other', async () => {
  assert.equal((await create({ walletAddress: `${pair.receiver}/mxn` })).status, 201);
  const { status, body } = await create({ walletAddress: `${pair.visitor}/visitor` });
  assert.deepEqual([status, body.error?.description], [400, 'Could not get wallet address']);
});

test('metadata is returned unchanged, even with names that are special in JavaScript', async () => {
  const metadata =
    '{"__proto__":{"polluted":true},"constructor":{"prototype":1},"n":[1,{"a":null}],"é":"\\ud83d\\ude00"}';
  const body = `{"walletAddress":"${pair.receiver}/site","metadata":${metadata}}`;
  const url = `${pair.receiver}/op/incoming-payments`;
  const made = await sendSigned(signRequest(pair.client, { url, method: 'POST', token, body }));
  assert.equal(JSON.stringify(made.body['metadata']), JSON.stringify(JSON.parse(metadata)));
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
});

test('deeply nested metadata is rejected before it can overflow the stack', async () => {
  const nested = (depth: number) =>
    `{"walletAddress":"${pair.receiver}/site","metadata":{"a":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
  const url = `${pair.receiver}/op/incoming-payments`;
  for (const [depth, status] of [
    [30, 201],
    [31, 400],
    [7_500, 400],
  ] as const) {
    const request = signRequest(pair.client, { url, method: 'POST', token, body: nested(depth) });
    assert.equal((await sendSigned(request)).status, status, String(depth));
  }
});

test('pages start with the newest payment, and invalid parameters are rejected', async () => {
  const url = `${pair.receiver}/op/incoming-payments?wallet-address=${encodeURIComponent(`${pair.receiver}/mxn`)}`;
  const walletAddress = `${pair.receiver}/mxn`;
  const made: string[] = [];
  for (let count = 0; count < 3; count += 1) made.push(String((await create({ walletAddress })).body['id']));
  const { body } = await sendSigned(signRequest(pair.client, { url: `${url}&first=3`, token }));
  assert.deepEqual(
    (body['result'] as { id: string }[]).map(({ id }) => id),
    made.reverse(),
  );
  for (const query of [
    '&first=0',
    '&first=101',
    '&first=x',
    '&first=1&last=1',
    '&last=1',
    '&cursor=unknown',
    '&cursor=',
  ]) {
    assert.equal(
      (await sendSigned(signRequest(pair.client, { url: `${url}${query}`, token }))).status,
      400,
      query,
    );
  }
});

function create(more: object) {
  const url = `${pair.receiver}/op/incoming-payments`;
  const body = { walletAddress: `${pair.receiver}/site`, ...more };
  return sendSigned(signRequest(pair.client, { url, method: 'POST', token, body }));
}
