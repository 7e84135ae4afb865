import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkLedger } from '../../src/sandbox-wallet/sandbox-wallet.js';
import { send, signRequest } from '../support/wallet-client.js';
import {
  createIncomingPayment,
  pay,
  requestOutgoingGrant,
  requestToken,
  settled,
  startWalletPair,
  usd,
  type WalletPair,
} from '../support/wallet-pair.js';

const DAY = 86_400_000;

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

test('anyone may see what an incoming payment has received, and nothing more', async () => {
  const id = await createIncomingPayment(pair, { metadata: { secret: 'yes' } });
  await pay(pair, outgoing, id, 7);
  await settled(pair);
  const answer = await fetch(id);
  assert.deepEqual(await answer.json(), { receivedAmount: usd(7), authServer: `${pair.receiver}/auth` });
});

test('it expires after 30 days unless it says otherwise, and cannot ask for longer', async () => {
  const { body } = await create({});
  assert.equal(Date.parse(String(body['expiresAt'])) - Date.parse(String(body['createdAt'])), 30 * DAY);
  for (const ahead of [-1_000, 0, 30 * DAY + 60_000]) {
    const refused = await create({ expiresAt: new Date(Date.now() + ahead).toISOString() });
    assert.deepEqual([refused.status, refused.body.error?.description], [400, 'invalid expiresAt']);
  }
});

test('methods tell how to pay while it is open, and are empty afterwards', async () => {
  const { body } = await create({});
  const [method] = body['methods'] as { type: string; ilpAddress: string; sharedSecret: string }[];
  assert.equal(method?.type, 'ilp');
  assert.match(method?.ilpAddress ?? '', /^test\.wm-sandbox\./);
  await send(signRequest(pair.client, { url: `${body['id']}/complete`, method: 'POST', token }));
  const seen = await send(signRequest(pair.client, { url: String(body['id']), token }));
  assert.deepEqual([seen.body['completed'], seen.body['methods']], [true, []]);
});

test('an amount of another asset and one of zero are refused', async () => {
  for (const incomingAmount of [usd(0), { ...usd(1), assetCode: 'EUR' }, { ...usd(1), assetScale: 9 }]) {
    assert.equal((await create({ incomingAmount })).body.error?.description, 'invalid amount');
  }
});

test('what asks for 20 takes 20: no more, no partial payment, and then it is complete', async () => {
  const id = await createIncomingPayment(pair, { incomingAmount: usd(20) });
  assert.equal((await pay(pair, outgoing, id, 21)).body.error?.description, 'invalid amount');
  assert.equal((await pay(pair, outgoing, id, 20)).status, 201);
  await settled(pair);
  assert.equal((await pay(pair, outgoing, id, 1)).body.error?.description, 'invalid receiver');
});

test('of two quotes that both fit alone, the second fails after its 201 and nothing is taken', async () => {
  const receiver = await createIncomingPayment(pair, { incomingAmount: usd(20) });
  const walletAddress = `${pair.visitor}/visitor`;
  const quotes = await requestToken(pair, pair.visitor, { type: 'quote', actions: ['create'] });
  const post = (path: string, accessToken: string, body: object) =>
    send(
      signRequest(pair.client, {
        url: `${pair.visitor}/op/${path}`,
        method: 'POST',
        token: accessToken,
        body,
      }),
    );
  const asked = { walletAddress, receiver, method: 'ilp', debitAmount: usd(15) };
  const made = [await post('quotes', quotes, asked), await post('quotes', quotes, asked)];
  const failed: unknown[] = [];
  for (const { body } of made) {
    const created = await post('outgoing-payments', outgoing, { walletAddress, quoteId: body['id'] });
    assert.equal(created.status, 201);
    await settled(pair);
    const seen = await send(signRequest(pair.client, { url: String(created.body['id']), token: outgoing }));
    failed.push(seen.body['failed'], seen.body['metadata']);
  }
  assert.deepEqual(failed, [false, undefined, true, { cancellationReason: 'receiver wants less' }]);
  assert.deepEqual(
    ((await (await fetch(receiver)).json()) as { receivedAmount: object }).receivedAmount,
    usd(15),
  );
});

test('a completed, an expired and an unknown one are "invalid receiver"', async () => {
  const completed = await createIncomingPayment(pair);
  await send(signRequest(pair.client, { url: `${completed}/complete`, method: 'POST', token }));
  const expired = await createIncomingPayment(pair, {
    expiresAt: new Date(Date.now() + 10_000).toISOString(),
  });
  try {
    clock = 20_000;
    for (const id of [completed, expired, `${pair.receiver}/op/incoming-payments/unknown`]) {
      const refused = await pay(pair, outgoing, id, 1);
      assert.deepEqual([refused.status, refused.body.error?.description], [400, 'invalid receiver'], id);
    }
    assert.equal((await fetch(expired)).status, 401, 'received nothing, so it is gone');
  } finally {
    clock = 0;
  }
});

test('an unknown one is 401 "Unauthorized", with a token and without', async () => {
  const url = `${pair.receiver}/op/incoming-payments/unknown`;
  const answers = [
    await send({ url, method: 'GET', headers: {}, body: undefined }),
    await send(signRequest(pair.client, { url, token })),
  ];
  for (const { status, body } of answers) {
    assert.deepEqual([status, body.error], [401, { code: '401', description: 'Unauthorized' }]);
  }
});

test('one token creates for any wallet address of its server, and none of another', async () => {
  assert.equal((await create({ walletAddress: `${pair.receiver}/mxn` })).status, 201);
  const { status, body } = await create({ walletAddress: `${pair.visitor}/visitor` });
  assert.deepEqual([status, body.error?.description], [400, 'Could not get wallet address']);
});

test('metadata comes back as it was sent, also under names that JavaScript treats specially', async () => {
  const metadata =
    '{"__proto__":{"polluted":true},"constructor":{"prototype":1},"n":[1,{"a":null}],"é":"\\ud83d\\ude00"}';
  const body = `{"walletAddress":"${pair.receiver}/site","metadata":${metadata}}`;
  const url = `${pair.receiver}/op/incoming-payments`;
  const made = await send(signRequest(pair.client, { url, method: 'POST', token, body }));
  assert.equal(JSON.stringify(made.body['metadata']), JSON.stringify(JSON.parse(metadata)));
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
});

test('metadata nested deeper than any message needs is refused before it can overflow a stack', async () => {
  const nested = (depth: number) =>
    `{"walletAddress":"${pair.receiver}/site","metadata":{"a":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
  const url = `${pair.receiver}/op/incoming-payments`;
  for (const [depth, status] of [
    [30, 201],
    [31, 400],
    [7_500, 400],
  ] as const) {
    const request = signRequest(pair.client, { url, method: 'POST', token, body: nested(depth) });
    assert.equal((await send(request)).status, status, String(depth));
  }
});

test('pages: newest first, and refusals of what makes no sense', async () => {
  const url = `${pair.receiver}/op/incoming-payments?wallet-address=${encodeURIComponent(`${pair.receiver}/mxn`)}`;
  const walletAddress = `${pair.receiver}/mxn`;
  const made: string[] = [];
  for (let count = 0; count < 3; count += 1) made.push(String((await create({ walletAddress })).body['id']));
  const { body } = await send(signRequest(pair.client, { url: `${url}&first=3`, token }));
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
    assert.equal((await send(signRequest(pair.client, { url: `${url}${query}`, token }))).status, 400, query);
  }
});

function create(more: object) {
  const url = `${pair.receiver}/op/incoming-payments`;
  const body = { walletAddress: `${pair.receiver}/site`, ...more };
  return send(signRequest(pair.client, { url, method: 'POST', token, body }));
}
