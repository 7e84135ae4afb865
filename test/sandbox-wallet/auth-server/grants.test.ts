import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, test } from 'node:test';
import { calculateInteractionHash } from '../../../src/sandbox-wallet/auth-server/calculate-interaction-hash.js';
import { acceptInteraction } from '../../../src/sandbox-wallet/sandbox-wallet.js';
import { jwkOf, sendSigned, signRequest, startWalletClient } from '../../support/wallets/wallet-client.js';
import {
  type PendingGrant,
  requestOutgoingGrant,
  startWalletPair,
  usd,
  type WalletPair,
} from '../../support/wallets/wallet-pair.js';

let pair: WalletPair;
let now = Date.now();
before(async () => {
  pair = await startWalletPair({ now: () => now, interactionWaitSeconds: 5 });
});
after(() => pair.close());

test('the interaction hash matches the example in RFC 9635, section 4.2.3, in standard base64', () => {
  const hash = calculateInteractionHash({
    clientNonce: 'VJLO6A4CATR0KRO',
    interactFinish: 'MBDOFXG4Y5CVJCX821LH',
    interactRef: '4IFWWIKYB2PQ6U56NL1',
    grantEndpoint: 'https://server.example.com/tx',
  });
  assert.equal(hash, 'x+gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBffY=');
});

test('an early continuation gets 400 too_fast and does not restart the wait', async () => {
  const pending = await requestPending();
  const callback = await acceptInteraction(pending.interact.redirect);
  const interact_ref = callback.searchParams.get('interact_ref');
  assert.equal(pending.continue.wait, 5);
  now += 4_999;
  assert.deepEqual((await continueGrant(pending, { interact_ref })).body.error, {
    code: 'too_fast',
    description: 'continued grant faster than "wait" period',
  });
  now += 1;
  assert.equal((await continueGrant(pending, { interact_ref })).status, 200);
});

test('an interact_ref is valid once, and the continuation token changes with it', async () => {
  const pending = await requestPending();
  const callback = await acceptInteraction(pending.interact.redirect);
  const body = { interact_ref: callback.searchParams.get('interact_ref') };
  now += 5_000;
  const wrong = await continueGrant(pending, { interact_ref: 'made-up' });
  assert.deepEqual([wrong.status, wrong.body.error?.code], [401, 'invalid_continuation']);
  const [one, two] = await Promise.all([continueGrant(pending, body), continueGrant(pending, body)]);
  assert.deepEqual([one.status, two.status].sort(), [200, 401]);
  const replayed = await continueGrant(pending, body);
  assert.deepEqual([replayed.status, replayed.body.error?.code], [401, 'invalid_continuation']);
});

test('a rejected request returns to the finish URI with result=grant_rejected and never becomes a token', async () => {
  const pending = await requestPending();
  const opened = await fetch(pending.interact.redirect);
  const callback = await press(pending, opened, 'reject');
  assert.equal(callback.status, 303);
  assert.equal(callback.headers.get('location'), 'http://localhost:1/finish?result=grant_rejected');
  now += 5_000;
  const refused = await continueGrant(pending, { interact_ref: 'any' });
  assert.deepEqual([refused.status, refused.body.error?.code], [401, 'request_denied']);
});

test('only the browser that opened the consent page can see and submit it', async () => {
  const pending = await requestPending();
  const opened = await fetch(pending.interact.redirect);
  assert.match(opened.headers.get('set-cookie') ?? '', /; HttpOnly; SameSite=Lax$/);
  const html = await opened.clone().text();
  assert.equal((await fetch(pending.interact.redirect)).status, 401, 'a second browser');
  const token = /name="token" value="([\w-]+)"/.exec(html)?.[1] ?? '';
  const form = new URLSearchParams({ token, decision: 'accept' });
  const otherBrowserResponse = await fetch(pending.interact.redirect, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  assert.equal(otherBrowserResponse.status, 401, 'no cookie');
  const forged = await press(pending, opened.clone(), 'accept', 'forged');
  assert.equal(forged.status, 401, 'no form token');
  assert.equal((await press(pending, opened.clone(), 'perhaps')).status, 400);
  assert.equal((await press(pending, opened.clone(), 'accept')).status, 303);
  assert.equal((await press(pending, opened, 'accept')).status, 410, 'a second time');
  assert.equal((await fetch(`${pending.interact.redirect}x`)).status, 404, 'a wrong nonce');
});

test('a request without a decision expires after ten minutes', async () => {
  const pending = await requestPending();
  const opened = await fetch(pending.interact.redirect);
  now += 600_001;
  assert.equal((await press(pending, opened, 'accept')).status, 410);
});

test('a client without a finish URI polls; a client with one must not', async () => {
  const pending = await requestPending({ interact: { start: ['redirect'] } });
  now += 5_000;
  const waiting = await continueGrant(pending);
  assert.deepEqual([waiting.status, Object.keys(waiting.body)], [200, ['continue']]);
  const next = { ...pending, continue: waiting.body['continue'] as PendingGrant['continue'] };
  assert.equal((await continueGrant(pending)).status, 401, 'the continuation token has changed');
  assert.equal((await press(pending, await fetch(pending.interact.redirect), 'accept')).status, 202);
  assert.equal((await continueGrant(next)).body.error?.code, 'too_fast');
  now += 5_000;
  assert.ok((await continueGrant(next)).body['access_token']);

  const finished = await continueGrant(await requestPending());
  assert.deepEqual(finished.body.error, { code: 'request_denied', description: 'grant cannot be polled' });
});

test('a revoked grant is deleted, and cannot be revoked again', async (t) => {
  now += 5_000;
  const own = await startWalletPair();
  t.after(() => own.close());
  const grant = await requestOutgoingGrant(own, undefined);
  const cancel = () =>
    sendSigned(
      signRequest(own.client, { url: grant.continueUri, method: 'DELETE', token: grant.continueToken }),
    );
  assert.equal((await cancel()).status, 204);
  const again = await cancel();
  assert.deepEqual([again.status, again.body.error?.code], [401, 'invalid_continuation']);
});

const OUTGOING = { type: 'outgoing-payment', actions: ['create'] };
const REFUSED: Record<string, [access: () => object, description: string]> = {
  'both amounts': [
    () => limited({ debitAmount: usd(1), receiveAmount: usd(1) }),
    'only one access amount allowed',
  ],
  'an unreadable interval': [() => limited({ interval: 'every day' }), 'invalid interval'],
  'an interval without length': [
    () => limited({ interval: 'R/2024-01-01T00:00:00Z/P0D' }),
    'invalid interval',
  ],
  'an amount in hexadecimal': [
    () => limited({ debitAmount: { ...usd(1), value: '0x10' } }),
    'invalid amount',
  ],
  'an empty amount': [() => limited({ debitAmount: { ...usd(1), value: '' } }), 'invalid amount'],
  'an amount beyond 64 bits': [() => limited({ debitAmount: usd(2n ** 63n) }), 'invalid amount'],
  'an account of another wallet': [
    () => ({ ...OUTGOING, identifier: `${pair.receiver}/site` }),
    'identifier is not a wallet address of this wallet',
  ],
};
for (const [name, [access, description]] of Object.entries(REFUSED)) {
  test(`a grant request with ${name} is rejected as invalid_request`, async () => {
    const { status, body } = await requestGrant({ access_token: { access: [access()] } });
    assert.deepEqual([status, body.error], [400, { code: 'invalid_request', description }]);
  });
}

test('an outgoing payment requires interaction and a client with a public name', async () => {
  const access_token = { access: [limited({})] };
  const silent = await requestGrant({ access_token, interact: undefined });
  assert.deepEqual(silent.body.error, { code: 'invalid_request', description: 'interaction required' });
  const { keyId, privateKey } = pair.client;
  const jwk = jwkOf(generateKeyPairSync('ed25519').publicKey, keyId);
  const unknown = await requestGrant({ access_token, client: { jwk } });
  assert.deepEqual([unknown.status, unknown.body.error?.description], [401, 'invalid signature']);
  const known = await requestGrant({ access_token, client: { jwk: pair.client.keys[0] } });
  assert.match(known.body.error?.description ?? '', /^JWK client identifier cannot be used/);
  const nameless = await startWalletClient();
  nameless.publicName = undefined;
  const answer = await requestGrant({ access_token, client: nameless.walletAddress }, { ...nameless, keyId });
  assert.deepEqual([answer.status, answer.body.error?.code], [400, 'invalid_client']);
  await nameless.close();
  assert.ok(privateKey);
});

test('a client can send its key inline for access without interaction', async () => {
  const access_token = { access: [{ type: 'incoming-payment', actions: ['create'] }] };
  const { status } = await requestGrant({
    access_token,
    interact: undefined,
    client: { jwk: pair.client.keys[0] },
  });
  assert.equal(status, 200);
});

test('list-all requires interaction for every type', async () => {
  const access_token = { access: [{ type: 'incoming-payment', actions: ['list-all'] }] };
  assert.ok((await requestGrant({ access_token })).body['interact']);
});

test('a client without reachable keys is rejected as invalid_client', async () => {
  const access_token = { access: [{ type: 'quote', actions: ['create'] }] };
  for (const client of ['http://localhost:1/nobody', 'data:application/json,%7B%7D']) {
    const { status, body } = await requestGrant({ access_token, client });
    assert.deepEqual(
      [status, body.error],
      [400, { code: 'invalid_client', description: 'could not determine client' }],
    );
  }
});

function limited(limits: object): object {
  return { ...OUTGOING, identifier: `${pair.visitor}/visitor`, limits };
}

function requestGrant(more: object, client = pair.client) {
  const finish = { method: 'redirect', uri: 'http://localhost:1/finish', nonce: 'nonce' };
  const body = { client: pair.client.walletAddress, interact: { start: ['redirect'], finish }, ...more };
  return sendSigned(signNow(client, { url: `${pair.visitor}/auth`, method: 'POST', body }));
}

async function requestPending(more: object = {}): Promise<PendingGrant> {
  const { body } = await requestGrant({
    access_token: { access: [limited({ debitAmount: usd(500) })] },
    ...more,
  });
  return body as unknown as PendingGrant;
}

function continueGrant({ continue: { uri, access_token } }: PendingGrant, body?: object) {
  return sendSigned(signNow(pair.client, { url: uri, method: 'POST', token: access_token.value, body }));
}

/** Signs with the current time of the wallet. */
function signNow(client: typeof pair.client, request: Parameters<typeof signRequest>[1]) {
  return signRequest(client, request, {
    parameters: `;keyid="${client.keyId}";created=${Math.floor(now / 1000)}`,
  });
}

async function press(pending: PendingGrant, opened: Response, decision: string, forged?: string) {
  const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const token = forged ?? /name="token" value="([\w-]+)"/.exec(await opened.text())?.[1] ?? '';
  const body = new URLSearchParams({ token, decision });
  return fetch(pending.interact.redirect, { method: 'POST', headers: { cookie }, body, redirect: 'manual' });
}
