import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { openConsentEnvironment } from '../support/consent-environment.js';
import { countRows } from '../support/count-rows.js';
import type { TamperableBody } from '../support/tamper-responses.js';
import { waitFor } from '../../support/wait-for.js';

const { sandbox, services, wallet, waits, requestConsent, finishConsent } = await openConsentEnvironment();
const { origin: walletOrigin } = new URL(sandbox.directory.wallets.visitor);
beforeEach(() => {
  wallet.stopTampering();
  wallet.requests.length = waits.length = 0;
});

const continuation = { access_token: { value: 'c' }, uri: `${walletOrigin}/auth/continue/${'1'.repeat(36)}` };
const token = { value: 't', manage: `${walletOrigin}/auth/token/1`, expires_in: 600, access: [] };
const redirectTo = (redirect: string) => (answer: TamperableBody) => ({
  ...answer,
  interact: { ...answer['interact'], redirect },
});
const TAMPERED_GRANT_RESPONSES: Record<
  string,
  [code: string, changeResponse: (answer: TamperableBody) => unknown]
> = {
  'a token without interaction': ['wallet-refused', () => ({ access_token: token, continue: continuation })],
  'a javascript: page': ['wallet-response-invalid', redirectTo('javascript:alert(1)')],
  'a data: page': ['wallet-response-invalid', redirectTo('data:text/html,hello')],
  'a page URL with a user name': [
    'wallet-response-invalid',
    redirectTo('https://wallet.example@evil.example/'),
  ],
  'a page on a private address': ['wallet-response-invalid', redirectTo('http://10.0.0.1/')],
  'a continuation on another origin': [
    'wallet-response-invalid',
    (answer) => ({ ...answer, continue: { ...continuation, uri: 'https://evil.example/continue' } }),
  ],
  'a wait of half a second': [
    'wallet-response-invalid',
    (answer) => ({ ...answer, continue: { ...continuation, wait: 0.5 } }),
  ],
  'a NUL character in its nonce': [
    'wallet-response-invalid',
    (answer) => ({ ...answer, interact: { ...answer['interact'], finish: 'a\0b' } }),
  ],
  'no nonce': [
    'wallet-response-invalid',
    ({ interact, ...answer }) => ({ ...answer, interact: { redirect: interact.redirect } }),
  ],
  'a list': ['wallet-response-invalid', () => []],
  nothing: ['wallet-response-invalid', () => null],
};
for (const [what, [code, changeResponse]] of Object.entries(TAMPERED_GRANT_RESPONSES)) {
  test(`a wallet that responds to the grant request with ${what} is rejected, and nothing is stored`, async () => {
    const before = await countRows(services);
    wallet.tamper('POST /auth', changeResponse);
    const { response, state } = await requestConsent();
    assert.equal(response.body.code, code, JSON.stringify(response.body));
    assert.equal(await state(), 'bound');
    assert.deepEqual(await countRows(services), { ...before, connection: before.connection + 1 });
  });
}

test('the provider waits at most half a minute for a wallet, whatever its wait is', async () => {
  for (const wait of [-1e300, -1, 2 ** 31, 2 ** 53, 1e300]) {
    waits.length = 0;
    wallet.tamper('POST /auth', (answer) => ({ ...answer, continue: { ...answer['continue'], wait } }));
    const pending = await requestConsent();
    assert.equal(pending.response.status, 200, `${wait}: ${JSON.stringify(pending.response.body)}`);
    wallet.stopTampering();
    assert.equal((await finishConsent(pending)).status, 200);
    assert.equal(await pending.state(), 'active');
    assert.ok(
      waits.every((milliseconds) => milliseconds >= 0 && milliseconds <= 30_000),
      waits.join(),
    );
  }
});

const TAMPERED_CONTINUATIONS: Record<
  string,
  [status: number, changeResponse: (answer: TamperableBody) => unknown]
> = {
  'another continuation': [502, () => ({ continue: { ...continuation, wait: 0 } })],
  'another interaction': [
    502,
    () => ({ interact: { redirect: `${walletOrigin}/auth`, finish: 'f' }, continue: continuation }),
  ],
  'a token with a management URL on another origin': [
    422,
    (answer) => ({ ...answer, access_token: { ...token, manage: 'https://evil.example/token' } }),
  ],
  'a number as token': [422, (answer) => ({ ...answer, access_token: { ...token, value: 1 } })],
  'a token with a NUL character': [
    422,
    (answer) => ({ ...answer, access_token: { ...token, value: 't\0' } }),
  ],
  'a list': [422, () => []],
};
for (const [what, [status, changeResponse]] of Object.entries(TAMPERED_CONTINUATIONS)) {
  test(`a continuation with ${what} is requested once, revoked, and not used to pay`, async () => {
    const pending = await requestConsent();
    wallet.tamper('POST /auth/continue', changeResponse);
    wallet.requests.length = 0;
    assert.equal((await finishConsent(pending)).status, status);
    assert.equal(await pending.state(), 'bound');
    await waitForRequest('DELETE /auth/continue');
    assert.equal(wallet.requests.filter((operation) => operation === 'POST /auth/continue').length, 1);
    const active = await services.database
      .selectFrom('wallet_grant')
      .selectAll()
      .where('connection_id', '=', pending.id)
      .where('access_token', 'is not', null)
      .execute();
    assert.deepEqual(active, []);
  });
}

test('a token is valid if its lifetime is infinite or negative', async () => {
  for (const expires_in of [1e300, -1e300]) {
    const pending = await requestConsent();
    wallet.tamper('POST /auth/continue', (answer) => ({
      ...answer,
      access_token: { ...answer['access_token'], expires_in },
    }));
    assert.equal((await finishConsent(pending)).status, 200, String(expires_in));
    assert.equal(await pending.state(), 'active');
    wallet.stopTampering();
  }
});

async function waitForRequest(operation: string): Promise<void> {
  await waitFor(
    () => wallet.requests.includes(operation),
    () => `${operation}: ${wallet.requests.join()}`,
  );
}
