import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { TamperableBody } from '../support/tamper-responses.js';
import { openPayerEnvironment, withAmount } from '../support/payer-environment.js';

const { wallet, openPage, countPayments, tickUntilDelivered } = await openPayerEnvironment();
beforeEach(() => wallet.stopTampering());

const NO_AMOUNTS = [
  ...['', '0x1', '1e0', '-1', ' 1', '01', '１', '1.0'],
  ...[String(2n ** 63n), '9'.repeat(50_000), null, 1, { value: '1' }],
];

test('a quote with an invalid amount is rejected, and nothing is paid', async () => {
  const before = await countPayments();
  for (const value of NO_AMOUNTS) {
    const { own, pay } = await openPage();
    wallet.tamper('POST /op/quotes', withAmount('receiveAmount', value));
    const { status, body } = await pay();
    assert.deepEqual([status, body.code], [502, 'payer-response-invalid'], String(value).slice(0, 20));
    wallet.stopTampering();
    assert.equal(await own.spent(), 0n);
  }
  assert.equal(await countPayments(), before);
});

test('a quote with a NUL character, which no database can store, is rejected', async () => {
  for (const changeResponse of [
    (answer: TamperableBody) => ({ ...answer, id: `${answer['id']}\0` }),
    (answer: TamperableBody) => ({
      ...answer,
      receiveAmount: { ...answer['receiveAmount'], assetCode: 'U\0D' },
    }),
  ]) {
    const { pay } = await openPage();
    wallet.tamper('POST /op/quotes', changeResponse);
    assert.equal((await pay()).body.code, 'payer-response-invalid');
    wallet.stopTampering();
  }
});

test('a failed payment with an invalid sent amount is recovered later, and made once', async () => {
  const before = await countPayments();
  const values = ['', '0x0', '00', '0 '];
  for (const value of values) {
    const { own, pay } = await openPage();
    wallet.tamper('POST /op/outgoing-payments', (answer) => ({
      ...withAmount('sentAmount', value)(answer),
      failed: true,
    }));
    const { status, body } = await pay();
    assert.deepEqual([status, body.code], [502, 'payer-unreachable'], String(value));
    wallet.stopTampering();
    assert.equal(await tickUntilDelivered(pay), 1);
    assert.equal(await own.spent(), 1n);
  }
  assert.equal(await countPayments(), before + values.length);
});
