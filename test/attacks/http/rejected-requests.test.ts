import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSandboxWithServices } from '../../support/provider/provider-services.js';
import { type CallChanges, openRelayPage } from '../../support/provider/relay-page.js';
import { Visitor } from '../../support/provider/visitor.js';
import { countRows } from '../support/count-rows.js';
import { openHostileWallet } from '../support/hostile-wallet.js';

const { sandbox, services } = await openSandboxWithServices({});
const { provider, testWalletAddresses } = sandbox.directory;
const page = await openRelayPage(provider);
const connection = (await page.call('POST', '/relay/connections', {})).body.id as string;
const walletAddress = testWalletAddresses['ok'] as string;
const { body: session } = await page.call('POST', '/relay/sessions', { connection, walletAddress });
const used = (await page.call('GET', `/relay/connections/${connection}`)).proof;
const otherSitePage = await openRelayPage(provider, 'https://stranger.example');
const otherSiteConnection = (await otherSitePage.call('POST', '/relay/connections', {})).body.id as string;
const evil = await openHostileWallet();

/** The only members that a problem may have. */
const MEMBERS = ['type', 'title', 'status', 'detail', 'code', 'fix'];

type Call = [method: string, path: string, body?: unknown, changes?: CallChanges];
const RELAY: Record<string, [code: string, call: Call]> = {
  'no proof': ['proof-missing', ['POST', '/relay/connections', {}, { headers: { dpop: undefined } }]],
  'two proofs': [
    'proof-missing',
    ['POST', '/relay/connections', {}, { headers: { dpop: `${used}, ${used}` } }],
  ],
  'a word instead of a proof': [
    'proof-invalid',
    ['POST', '/relay/connections', {}, { headers: { dpop: 'x' } }],
  ],
  'a used proof': [
    'proof-invalid',
    ['GET', `/relay/connections/${connection}`, undefined, { headers: { dpop: used } }],
  ],
  'a proof for another method': [
    'proof-invalid',
    ['POST', '/relay/connections', {}, { proof: { method: 'GET' } }],
  ],
  'a proof for another host': [
    'proof-invalid',
    ['POST', '/relay/connections', {}, { proof: { url: 'https://evil.example/relay/connections' } }],
  ],
  'no nonce': ['nonce-required', ['POST', '/relay/connections', {}, { proof: { nonce: undefined } }]],
  'no origin': ['origin-invalid', ['POST', '/relay/connections', {}, { headers: { origin: undefined } }]],
  'an opaque origin': ['origin-invalid', ['POST', '/relay/connections', {}, { headers: { origin: 'null' } }]],
  'a page without TLS': [
    'origin-invalid',
    ['POST', '/relay/connections', {}, { headers: { origin: 'http://site.example' } }],
  ],
  'a navigation': [
    'origin-invalid',
    ['POST', '/relay/connections', {}, { headers: { 'sec-fetch-dest': 'document' } }],
  ],
  'half of a body': [
    'request-invalid',
    ['POST', '/relay/sessions', undefined, { rawBody: '{"connection":' }],
  ],
  'a body without its members': ['request-invalid', ['POST', '/relay/sessions', {}]],
  'a large body': ['payload-too-large', ['POST', '/relay/sessions', { connection: 'x'.repeat(20_000) }]],
  'a long key': [
    'request-invalid',
    ['POST', '/relay/connections', {}, { headers: { 'idempotency-key': 'x'.repeat(300) } }],
  ],
  'another’s connection': [
    'not-found',
    ['POST', '/relay/sessions', { connection: otherSiteConnection, walletAddress }],
  ],
  'another’s session': ['not-found', ['POST', `/relay/sessions/${otherSiteConnection}/payments`, {}]],
  'the deletion of another’s connection': [
    'not-found',
    ['DELETE', `/relay/connections/${otherSiteConnection}`],
  ],
  'an unknown challenge': [
    'request-invalid',
    ['POST', `/relay/connections/${connection}/bind`, { challenge: 'x'.repeat(43) }],
  ],
  'a file as a wallet': [
    'wallet-address-invalid',
    ['POST', '/relay/sessions', { connection, walletAddress: 'file:///etc/passwd' }],
  ],
  'a wallet that refuses': [
    'receiver-refused',
    ['POST', '/relay/sessions', { connection, walletAddress: evil.walletAddress }],
  ],
  'a URL that is not a wallet': [
    'wallet-response-invalid',
    ['POST', '/relay/sessions', { connection, walletAddress: `${provider}/openapi.json` }],
  ],
};

for (const [what, [code, call]] of Object.entries(RELAY)) {
  test(`relay: ${what} returns ${code} with documented members only, and stores no row`, async () => {
    const before = await countRows(services);
    const { status, headers, body } = await page.call(...call);
    assert.equal(body.code, code, JSON.stringify(body));
    assert.equal(body.status, status);
    assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/);
    assert.deepEqual(
      Object.keys(body).filter((member) => !MEMBERS.includes(member)),
      [],
    );
    assert.deepEqual(await countRows(services), before);
  });
}

test('an error response is not stored under its Idempotency-Key', async () => {
  const before = await countRows(services);
  const headers = { 'idempotency-key': 'refused' };
  const refused = await page.call('POST', `/relay/sessions/${otherSiteConnection}/payments`, {}, { headers });
  assert.equal(refused.status, 404);
  assert.deepEqual(await countRows(services), before);
});

const token = 'x'.repeat(43);
const choice = { token, budget: '5.00', ratePerHour: '0.60' };
const PAGES: Record<
  string,
  [status: number, method: 'GET' | 'POST', path: string, body?: object, headers?: object]
> = {
  'a challenge for an unknown connection': [404, 'POST', '/connect/x/challenges', {}],
  'a challenge for another site’s page': [
    403,
    'POST',
    `/connect/${otherSiteConnection}/challenges`,
    {},
    { origin: 'https://stranger.example' },
  ],
  'a wallet from an unbound browser': [
    403,
    'POST',
    `/connect/${otherSiteConnection}/wallets`,
    { walletAddress: sandbox.directory.wallets.visitor },
  ],
  'a consent from an unbound browser': [403, 'POST', `/connect/${otherSiteConnection}/consents`, choice],
  'a refusal from an unbound browser': [403, 'POST', `/connect/${otherSiteConnection}/refusals`, {}],
  'an unknown grant': [404, 'GET', '/grants/x/finish?hash=x&interact_ref=y'],
};
for (const [what, [status, ...call]] of Object.entries(PAGES)) {
  test(`own pages: ${what} is rejected and stores no row`, async () => {
    const before = await countRows(services);
    const [method, path, body, headers = {}] = call;
    const visitor = new Visitor(provider);
    visitor.cookie = `wm-visitor-${new URL(provider).port}=${'y'.repeat(43)}`;
    assert.equal((await visitor.call(method, path, body, { ...headers })).status, status);
    assert.deepEqual(await countRows(services), before);
  });
}

test('earlier connections continue to work, and the page is paid', async () => {
  assert.equal((await page.call('POST', `/relay/sessions/${session.id}/payments`, {})).status, 201);
  assert.equal(
    (await otherSitePage.call('GET', `/relay/connections/${otherSiteConnection}`)).body.state,
    'new',
  );
});
