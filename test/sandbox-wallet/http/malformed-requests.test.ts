import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { sendSigned, signRequest } from '../../support/wallets/wallet-client.js';
import {
  createTestIncomingPayment,
  requestToken,
  startWalletPair,
  usd,
  type WalletPair,
} from '../../support/wallets/wallet-pair.js';

let pair: WalletPair;
let token: string;
let receiver: string;
before(async () => {
  pair = await startWalletPair();
  token = await requestToken(pair, pair.visitor, { type: 'quote', actions: ['create', 'read'] });
  receiver = await createTestIncomingPayment(pair);
});
after(() => pair.close());

const quote = () => ({
  walletAddress: `${pair.visitor}/visitor`,
  receiver,
  method: 'ilp',
  debitAmount: usd(1),
});
const grant = () => ({
  client: pair.client.walletAddress,
  access_token: { access: [{ type: 'quote', actions: ['create'] }] },
});

/** Bodies with valid signatures and invalid content. */
const INVALID_BODIES: Record<string, () => [path: string, body: unknown]> = {
  'a truncated quote': () => ['/op/quotes', JSON.stringify(quote()).slice(0, -3)],
  'a quote that is an array': () => ['/op/quotes', [quote()]],
  'a quote that is null': () => ['/op/quotes', 'null'],
  'a quote that is a number': () => ['/op/quotes', '1'],
  'a quote that is a string': () => ['/op/quotes', '"quote"'],
  'a quote of another method': () => ['/op/quotes', { ...quote(), method: 'cash' }],
  'a quote with an unknown member': () => ['/op/quotes', { ...quote(), foo: 1 }],
  'a quote with __proto__': () => [
    '/op/quotes',
    JSON.stringify(quote()).replace('{', '{"__proto__":{"a":1},'),
  ],
  'a quote with constructor': () => ['/op/quotes', { ...quote(), constructor: { prototype: 1 } }],
  'a quote without receiver': () => ['/op/quotes', { ...quote(), receiver: undefined }],
  'a receiver that is an object': () => ['/op/quotes', { ...quote(), receiver: {} }],
  'a receiver that is not an incoming payment': () => [
    '/op/quotes',
    { ...quote(), receiver: 'https://example.com' },
  ],
  'an amount that is a number': () => ['/op/quotes', { ...quote(), debitAmount: { ...usd(1), value: 1 } }],
  'a negative amount': () => ['/op/quotes', { ...quote(), debitAmount: { ...usd(1), value: '-1' } }],
  'a fractional amount': () => ['/op/quotes', { ...quote(), debitAmount: { ...usd(1), value: '1.5' } }],
  'an exponent': () => ['/op/quotes', { ...quote(), debitAmount: { ...usd(1), value: '1e3' } }],
  'full-width digits': () => ['/op/quotes', { ...quote(), debitAmount: { ...usd(1), value: '１２' } }],
  'a scale of 256': () => ['/op/quotes', { ...quote(), debitAmount: { ...usd(1), assetScale: 256 } }],
  'an infinite scale': () => [
    '/op/quotes',
    JSON.stringify(quote()).replace('"assetScale":2', '"assetScale":1e999'),
  ],
  'ten thousand digits': () => [
    '/op/quotes',
    { ...quote(), debitAmount: { ...usd(1), value: '9'.repeat(10_000) } },
  ],
  'both amounts': () => ['/op/quotes', { ...quote(), receiveAmount: usd(1) }],
  'a wallet address that is not a URL': () => ['/op/quotes', { ...quote(), walletAddress: 'visitor' }],
  'an unknown wallet address': () => ['/op/quotes', { ...quote(), walletAddress: `${pair.visitor}/nobody` }],
  'a wallet address on another origin': () => [
    '/op/quotes',
    { ...quote(), walletAddress: 'https://example.com/a' },
  ],
  'a NUL in a URL': () => ['/op/quotes', { ...quote(), walletAddress: `${pair.visitor}/visitor\u0000` }],
  'a body of 20 KB': () => ['/op/quotes', { ...quote(), metadata: 'x'.repeat(20_000) }],
  'nesting 8,000 levels deep': () => ['/op/quotes', '['.repeat(8_000)],
  'invalid UTF-8': () => ['/op/quotes', `{"walletAddress":"\u0080\ufffe"}`],
  'a grant without client': () => ['/auth', { ...grant(), client: undefined }],
  'a grant whose client is a number': () => ['/auth', { ...grant(), client: 1 }],
  'a grant whose client is not a URL': () => ['/auth', { ...grant(), client: 'me' }],
  'a grant with a broken key': () => [
    '/auth',
    { ...grant(), client: { jwk: { kid: 'key-1', alg: 'EdDSA', kty: 'OKP', crv: 'Ed25519', x: 'AA' } } },
  ],
  'a grant without access': () => ['/auth', { ...grant(), access_token: { access: [] } }],
  'a grant of an unknown type': () => [
    '/auth',
    { ...grant(), access_token: { access: [{ type: 'all', actions: [] }] } },
  ],
  'a grant for subject information': () => [
    '/auth',
    { ...grant(), subject: { sub_ids: [{ id: 'a', format: 'uri' }] } },
  ],
  'a grant with access as an object': () => ['/auth', { ...grant(), access_token: { access: {} } }],
  'a finish that is a script': () => [
    '/auth',
    outgoing({ finish: { method: 'redirect', uri: 'javascript:alert(1)', nonce: 'n' } }),
  ],
  'a finish that is not a URL': () => [
    '/auth',
    outgoing({ finish: { method: 'redirect', uri: 'http://[', nonce: 'n' } }),
  ],
  'an interaction by carrier pigeon': () => ['/auth', outgoing({ start: ['pigeon'] })],
  'an unknown continuation': () => ['/auth/continue/1', { interact_ref: 'a' }],
  'an interact_ref that is an array': () => ['/auth/continue/1', { interact_ref: ['a'] }],
  'a rotation of an unknown token': () => ['/auth/token/1', undefined],
};
for (const [name, request] of Object.entries(INVALID_BODIES)) {
  test(`${name} gets a client error`, async () => {
    const [path, body] = request();
    const { status, body: answer } = await sendSigned(
      signRequest(pair.client, { url: `${pair.visitor}${path}`, method: 'POST', token, body }),
    );
    assert.ok(status >= 400 && status < 500, `${status} ${JSON.stringify(answer)}`);
    assert.equal(typeof answer.error?.description, 'string');
  });
}

/** Requests that are malformed before they are signed. */
const RAW_REQUESTS: Record<
  string,
  () => [method: string, path: string, init?: { headers?: Record<string, string>; body?: string }]
> = {
  'an unknown method': () => ['PUT', '/op/quotes'],
  'a GET of a POST route': () => ['GET', '/auth'],
  'a DELETE of a payment': () => ['DELETE', '/op/outgoing-payments/1'],
  'bad percent-encoding': () => ['GET', '/op/quotes/%E0%A4%A'],
  'bad percent-encoding of a wallet address': () => ['GET', '/%zz'],
  'an id with a slash and dots': () => ['GET', '/op/quotes/..%2f..%2fetc'],
  'an id of 2,000 characters': () => ['GET', `/op/quotes/${'a'.repeat(2_000)}`],
  'an unknown path': () => ['POST', '/nothing'],
  'an unknown resource path': () => ['GET', '/op/nothing'],
  'a prototype key as wallet address': () => ['GET', '/__proto__'],
  'a prototype key as account': () => ['GET', '/account/constructor'],
  'the same query twice': () => [
    'GET',
    '/op/outgoing-payments?first=1&first=2&wallet-address=a&wallet-address=b',
  ],
  'text instead of JSON': () => [
    'POST',
    '/op/quotes',
    { headers: { 'content-type': 'text/plain' }, body: 'hello' },
  ],
  'a form instead of JSON': () => [
    'POST',
    '/auth',
    { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' },
  ],
  'a content type with a broken parameter': () => [
    'POST',
    '/auth',
    { headers: { 'content-type': 'application/json; charset' }, body: '{}' },
  ],
  'no content type at all': () => ['POST', '/auth', { headers: { 'content-type': '' }, body: '{}' }],
  'a client that does not accept JSON': () => [
    'POST',
    '/auth',
    { headers: { accept: 'image/png' }, body: '{}' },
  ],
  'a malformed signature': () => [
    'GET',
    '/op/outgoing-payment-grant',
    { headers: { 'signature-input': '((', signature: ':' } },
  ],
  'an empty signature': () => [
    'GET',
    '/op/outgoing-payment-grant',
    { headers: { 'signature-input': 'sig1=()', signature: 'sig1=::' } },
  ],
  'an unknown interaction': () => ['GET', '/auth/interact/a/b'],
  'a decision without an interaction': () => [
    'POST',
    '/auth/interact/a/b',
    { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'decision=accept' },
  ],
  'a decision as JSON': () => [
    'POST',
    '/auth/interact/a/b',
    { headers: { 'content-type': 'application/json' }, body: '{' },
  ],
};
for (const [name, request] of Object.entries(RAW_REQUESTS)) {
  test(`${name} gets a client error`, async () => {
    const [method, path, init] = request();
    const response = await fetch(`${pair.visitor}${path}`, { method, ...init });
    assert.ok(response.status >= 400 && response.status < 500, `${response.status} ${await response.text()}`);
    assert.equal(response.headers.get('wm-sandbox'), 'true');
  });
}

const SOCKET_REQUESTS: Record<string, string> = {
  'text that is not HTTP': 'hello\r\n\r\n',
  'a target without a slash': 'GET visitor HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  'a length that is not a number': 'POST /auth HTTP/1.1\r\nHost: a\r\nContent-Length: ten\r\n\r\n',
};
for (const [name, text] of Object.entries(SOCKET_REQUESTS)) {
  test(`${name} gets a client error`, async () => {
    assert.match(await sendOverSocket(text), /^HTTP\/1\.1 4\d\d /);
  });
}

test('errors of the resource server have its format; schema errors of the auth server have no code', async () => {
  const strange = { walletAddress: `${pair.visitor}/visitor`, foo: 1 };
  const url = `${pair.visitor}/op/incoming-payments`;
  const resource = await sendSigned(signRequest(pair.client, { url, method: 'POST', token, body: strange }));
  assert.equal(resource.body.error?.code, '400');
  assert.match(resource.body.error?.description ?? '', /body.foo must not be an additional property$/);
  const auth = await sendSigned(
    signRequest(pair.client, { url: `${pair.visitor}/auth`, method: 'POST', body: { client: 1 } }),
  );
  assert.deepEqual([auth.status, Object.keys(auth.body.error ?? {})], [400, ['description']]);
});

test('an unsigned request to the auth server is rejected', async () => {
  const response = await fetch(`${pair.visitor}/auth`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(grant()),
  });
  assert.equal(response.status, 401);
  assert.deepEqual(await response.json(), {
    error: { code: 'invalid_client', description: 'invalid signature headers' },
  });
});

function outgoing(interact: object): object {
  const access = { type: 'outgoing-payment', actions: ['create'], identifier: `${pair.visitor}/visitor` };
  const finish = { method: 'redirect', uri: 'http://localhost:1/', nonce: 'n' };
  return {
    ...grant(),
    access_token: { access: [access] },
    interact: { start: ['redirect'], finish, ...interact },
  };
}

function sendOverSocket(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(pair.visitor);
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let answer = '';
    socket.setEncoding('latin1').on('data', (chunk) => (answer += chunk));
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
}
