import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { openConsentWorld } from './support/ask-consent.js';
import { countRows } from './support/count-rows.js';
import type { Answer } from './support/lying-wallet.js';

const { sandbox, services, wallet, waits, ask, finish } = await openConsentWorld();
const { origin: walletOrigin } = new URL(sandbox.directory.wallets.visitor);
beforeEach(() => {
  wallet.beHonest();
  wallet.asked.length = waits.length = 0;
});

const continuation = { access_token: { value: 'c' }, uri: `${walletOrigin}/auth/continue/${'1'.repeat(36)}` };
const token = { value: 't', manage: `${walletOrigin}/auth/token/1`, expires_in: 600, access: [] };
const redirectTo = (redirect: string) => (answer: Answer) => ({
  ...answer,
  interact: { ...answer['interact'], redirect },
});
const QUESTION_LIES: Record<string, [code: string, lie: (answer: Answer) => unknown]> = {
  'a token, its owner not asked': ['wallet-refused', () => ({ access_token: token, continue: continuation })],
  'a page that is a script': ['wallet-answer-invalid', redirectTo('javascript:alert(1)')],
  'a page in its URL': ['wallet-answer-invalid', redirectTo('data:text/html,hello')],
  'a page with a user': ['wallet-answer-invalid', redirectTo('https://wallet.example@evil.example/')],
  'a page inside': ['wallet-answer-invalid', redirectTo('http://10.0.0.1/')],
  'a continuation elsewhere': [
    'wallet-answer-invalid',
    (answer) => ({ ...answer, continue: { ...continuation, uri: 'https://evil.example/continue' } }),
  ],
  'half a second': [
    'wallet-answer-invalid',
    (answer) => ({ ...answer, continue: { ...continuation, wait: 0.5 } }),
  ],
  'NUL in its nonce': [
    'wallet-answer-invalid',
    (answer) => ({ ...answer, interact: { ...answer['interact'], finish: 'a\0b' } }),
  ],
  'no nonce': [
    'wallet-answer-invalid',
    ({ interact, ...answer }) => ({ ...answer, interact: { redirect: interact.redirect } }),
  ],
  'a list': ['wallet-answer-invalid', () => []],
  nothing: ['wallet-answer-invalid', () => null],
};
for (const [what, [code, lie]] of Object.entries(QUESTION_LIES)) {
  test(`a wallet that answers the question for consent with ${what} is refused with its code, and nothing of it is stored`, async () => {
    const before = await countRows(services);
    wallet.lie('POST /auth', lie);
    const { answer, state } = await ask();
    assert.equal(answer.body.code, code, JSON.stringify(answer.body));
    assert.equal(await state(), 'bound');
    assert.deepEqual(await countRows(services), { ...before, connection: before.connection + 1 });
  });
}

test('a wallet that wants to be waited for is waited for half a minute, whatever it says', async () => {
  for (const wait of [-1e300, -1, 2 ** 31, 2 ** 53, 1e300]) {
    waits.length = 0;
    wallet.lie('POST /auth', (answer) => ({ ...answer, continue: { ...answer['continue'], wait } }));
    const asked = await ask();
    assert.equal(asked.answer.status, 200, `${wait}: ${JSON.stringify(asked.answer.body)}`);
    wallet.beHonest();
    assert.equal((await finish(asked)).status, 200);
    assert.equal(await asked.state(), 'active');
    assert.ok(
      waits.every((milliseconds) => milliseconds >= 0 && milliseconds <= 30_000),
      waits.join(),
    );
  }
});

const CONTINUATION_LIES: Record<string, [status: number, lie: (answer: Answer) => unknown]> = {
  'another continuation': [502, () => ({ continue: { ...continuation, wait: 0 } })],
  'another question': [
    502,
    () => ({ interact: { redirect: `${walletOrigin}/auth`, finish: 'f' }, continue: continuation }),
  ],
  'a token that is managed elsewhere': [
    422,
    (answer) => ({ ...answer, access_token: { ...token, manage: 'https://evil.example/token' } }),
  ],
  'a token that is a number': [422, (answer) => ({ ...answer, access_token: { ...token, value: 1 } })],
  'a token with NUL in it': [422, (answer) => ({ ...answer, access_token: { ...token, value: 't\0' } })],
  'a list': [422, () => []],
};
for (const [what, [status, lie]] of Object.entries(CONTINUATION_LIES)) {
  test(`a wallet that answers the continuation with ${what} is asked once, told that it came to nothing, and not paid from`, async () => {
    const asked = await ask();
    wallet.lie('POST /auth/continue', lie);
    wallet.asked.length = 0;
    assert.equal((await finish(asked)).status, status);
    assert.equal(await asked.state(), 'bound');
    await untilAsked('DELETE /auth/continue');
    assert.equal(wallet.asked.filter((operation) => operation === 'POST /auth/continue').length, 1);
    const active = await services.database
      .selectFrom('wallet_grant')
      .selectAll()
      .where('connection_id', '=', asked.id)
      .where('access_token', 'is not', null)
      .execute();
    assert.deepEqual(active, []);
  });
}

test('a token that ends never, or has ended before it was given, is one all the same', async () => {
  for (const expires_in of [1e300, -1e300]) {
    const asked = await ask();
    wallet.lie('POST /auth/continue', (answer) => ({
      ...answer,
      access_token: { ...answer['access_token'], expires_in },
    }));
    assert.equal((await finish(asked)).status, 200, String(expires_in));
    assert.equal(await asked.state(), 'active');
    wallet.beHonest();
  }
});

async function untilAsked(operation: string): Promise<void> {
  for (let looks = 0; !wallet.asked.includes(operation); looks += 1) {
    assert.ok(looks < 250, `${operation}: ${wallet.asked.join()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
