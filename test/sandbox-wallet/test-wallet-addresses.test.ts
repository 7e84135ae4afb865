import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { testWalletAddresses } from '../../src/sandbox-wallet/sandbox-wallet.js';
import {
  createIncomingPayment,
  pay,
  requestOutgoingGrant,
  settled,
  startWalletPair,
  usd,
  type WalletPair,
} from '../support/wallet-pair.js';

let pair: WalletPair;
let token: string;
let urls: Record<string, string>;
const delays: number[] = [];
before(async () => {
  pair = await startWalletPair({ delay: async (milliseconds) => void delays.push(milliseconds) });
  token = (await requestOutgoingGrant(pair, undefined)).token;
  urls = testWalletAddresses(pair.receiver);
});
after(() => pair.close());

test('every name has a URL at the wallet', () => {
  const names = ['404', '500', 'alias', 'bad-json', 'html', 'invalid-receiver', 'ok', 'slow'];
  assert.deepEqual(Object.keys(urls).sort(), names);
  for (const name of names) assert.equal(urls[name], `${pair.receiver}/${name}`);
});

test('ok pays', async () => {
  const incoming = await createIncomingPayment(pair, {}, urls['ok']);
  assert.equal((await pay(pair, token, incoming, 5)).status, 201);
  await settled(pair);
  assert.deepEqual(
    ((await (await fetch(incoming)).json()) as { receivedAmount: object }).receivedAmount,
    usd(5),
  );
});

test('slow answers the truth after five seconds', async () => {
  const answer = (await (await fetch(urls['slow'] ?? '')).json()) as { id: string };
  assert.deepEqual([answer.id, delays], [urls['slow'], [5_000]]);
});

test("alias answers with ok's id, and its payments are ok's", async () => {
  assert.equal(((await (await fetch(urls['alias'] ?? '')).json()) as { id: string }).id, urls['ok']);
  const incoming = await createIncomingPayment(pair, {}, urls['alias']);
  assert.equal((await pay(pair, token, incoming, 5)).status, 201);
});

test('invalid-receiver exists and takes incoming payments, but no money can be routed there', async () => {
  assert.equal((await fetch(urls['invalid-receiver'] ?? '')).status, 200);
  const incoming = await createIncomingPayment(pair, {}, urls['invalid-receiver']);
  const { status, body } = await pay(pair, token, incoming, 5);
  assert.deepEqual([status, body.error], [400, { code: '400', description: 'invalid receiver' }]);
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
