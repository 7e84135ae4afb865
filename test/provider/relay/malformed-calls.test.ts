import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERROR_CODES } from '../../../src/protocol/error-codes.js';
import { type CallChanges, openRelayPage } from '../../support/provider/relay-page.js';
import { openSandbox } from '../../support/open-sandbox.js';

const sandbox = await openSandbox();
const page = await openRelayPage(sandbox.directory.provider);
const connection = (await page.call('POST', '/relay/connections', {})).body.id as string;

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

/** The error, the call, and the expected code. */
const CALLS: [string, [method: string, path: string, body?: unknown, changes?: CallChanges], string][] = [
  ['no Origin', ['POST', '/relay/connections', {}, { headers: { origin: undefined } }], 'origin-invalid'],
  ['Origin: null', ['POST', '/relay/connections', {}, { headers: { origin: 'null' } }], 'origin-invalid'],
  [
    'an Origin with a path',
    ['POST', '/relay/connections', {}, { headers: { origin: 'https://a.example/x' } }],
    'origin-invalid',
  ],
  ['a file Origin', ['POST', '/relay/connections', {}, { headers: { origin: 'file://' } }], 'origin-invalid'],
  [
    'a framed document',
    ['POST', '/relay/connections', {}, { headers: { 'sec-fetch-dest': 'iframe' } }],
    'origin-invalid',
  ],
  ['no proof', ['POST', '/relay/connections', {}, { headers: { dpop: undefined } }], 'proof-missing'],
  [
    'garbage for a proof',
    ['POST', '/relay/connections', {}, { headers: { dpop: 'a.b.c' } }],
    'proof-invalid',
  ],
  [
    'a proof for another method',
    ['POST', '/relay/connections', {}, { proof: { method: 'GET' } }],
    'proof-invalid',
  ],
  [
    'a proof for another URL',
    ['POST', '/relay/connections', {}, { proof: { url: 'http://localhost:1/relay/connections' } }],
    'proof-invalid',
  ],
  [
    'a proof without a nonce',
    ['POST', '/relay/connections', {}, { proof: { nonce: undefined } }],
    'nonce-required',
  ],
  [
    'a proof with a foreign nonce',
    ['POST', '/relay/connections', {}, { proof: { nonce: 'abc' } }],
    'nonce-required',
  ],
  ['invalid JSON', ['POST', '/relay/connections', {}, { rawBody: '{' }], 'request-invalid'],
  ['an empty body', ['POST', '/relay/connections', {}, { rawBody: '' }], 'request-invalid'],
  ['an array', ['POST', '/relay/sessions', []], 'request-invalid'],
  ['deep nesting', ['POST', '/relay/connections', {}, { rawBody: nested(5000) }], 'request-invalid'],
  [
    'a prototype key',
    ['POST', '/relay/connections', {}, { rawBody: '{"__proto__":{"state":"active"}}' }],
    'request-invalid',
  ],
  [
    'another media type',
    ['POST', '/relay/connections', {}, { headers: { 'content-type': 'text/plain' } }],
    'request-invalid',
  ],
  [
    'a body too large',
    ['POST', '/relay/wallet-addresses', { walletAddress: 'x'.repeat(17_000) }],
    'payload-too-large',
  ],
  ['a missing member', ['POST', '/relay/sessions', { connection: 'x' }], 'request-invalid'],
  ['a wrong type', ['POST', '/relay/wallet-addresses', { walletAddress: {} }], 'request-invalid'],
  ['an unknown path', ['GET', '/relay/nothing'], 'not-found'],
  [
    'an unknown session',
    ['POST', '/relay/sessions/00000000-0000-0000-0000-000000000000/payments', {}],
    'not-found',
  ],
  ['an unknown connection', ['GET', '/relay/connections/%00'], 'not-found'],
  ['a broken escape', ['GET', '/relay/connections/%'], 'request-invalid'],
  [
    'a relative wallet address',
    ['POST', '/relay/wallet-addresses', { walletAddress: '/alice' }],
    'wallet-address-invalid',
  ],
  [
    'a payment pointer',
    ['POST', '/relay/wallet-addresses', { walletAddress: '$wallet.example/alice' }],
    'wallet-address-invalid',
  ],
  [
    'a file URL',
    ['POST', '/relay/wallet-addresses', { walletAddress: 'file:///etc/passwd' }],
    'wallet-address-invalid',
  ],
  [
    'credentials',
    ['POST', '/relay/wallet-addresses', { walletAddress: 'https://u:p@a.example/' }],
    'wallet-address-invalid',
  ],
  [
    'a query',
    ['POST', '/relay/wallet-addresses', { walletAddress: 'https://a.example/?x' }],
    'wallet-address-invalid',
  ],
];

for (const [what, call, code] of CALLS) {
  test(`${what} → ${code}`, async () => {
    const { status, body, headers } = await page.call(...call);
    assert.equal(body.code, code, JSON.stringify(body));
    assert.ok(status >= 400 && status < 500, String(status));
    assert.equal(status, (ERROR_CODES as Record<string, { status?: number }>)[code]?.status);
    assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/);
    assert.ok(body.title && body.fix);
  });
}

test('a proof is accepted once', async () => {
  const first = await page.call('POST', '/relay/connections', {});
  assert.equal(first.status, 200);
  const replayed = await page.call('POST', '/relay/connections', {}, { headers: { dpop: first.proof } });
  assert.equal(replayed.body.code, 'proof-invalid');
});

test('without a site’s origin neither a preflight nor a response has CORS headers', async () => {
  for (const [origin, allowed] of [
    ['https://site.example', 'https://site.example'],
    ['null', null],
  ] as const) {
    const preflight = await fetch(`${sandbox.directory.provider}/relay/sessions`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'dpop,content-type',
      },
    });
    assert.equal(preflight.headers.get('access-control-allow-origin'), allowed);
    assert.equal(preflight.headers.get('access-control-allow-credentials'), null);
    const answer = await fetch(`${sandbox.directory.provider}/relay`, { headers: { origin } });
    assert.equal(answer.headers.get('access-control-allow-origin'), allowed);
  }
});

/** The test wallet addresses that reject a session. */
const WALLETS: [string, string][] = [
  ['404', 'wallet-address-not-found'],
  ['html', 'wallet-response-invalid'],
  ['bad-json', 'wallet-response-invalid'],
  ['500', 'wallet-unreachable'],
];
for (const [outcome, code] of WALLETS) {
  test(`the wallet address "${outcome}" gets ${code}, and no session`, async () => {
    const walletAddress = sandbox.directory.testWalletAddresses[outcome];
    assert.equal((await page.call('POST', '/relay/wallet-addresses', { walletAddress })).body.code, code);
    assert.equal((await page.call('POST', '/relay/sessions', { connection, walletAddress })).body.code, code);
  });
}

test('an unreachable wallet gets wallet-unreachable', async () => {
  const walletAddress = 'http://localhost:1/alice';
  const { body } = await page.call('POST', '/relay/wallet-addresses', { walletAddress });
  assert.equal(body.code, 'wallet-unreachable');
});

test('a receiver that cannot be paid gets receiver-invalid, and the budget stays unchanged', async () => {
  const walletAddress = sandbox.directory.testWalletAddresses['invalid-receiver'];
  const session = await page.call('POST', '/relay/sessions', { connection, walletAddress });
  const { body } = await page.call('POST', `/relay/sessions/${session.body.id}/payments`, {});
  assert.equal(body.code, 'receiver-invalid');
  assert.equal((await page.call('GET', `/relay/connections/${connection}`)).body.spent.value, '0');
});
