import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Answer } from './support/lying-wallet.js';
import { openPayerWorld, withAmount } from './support/payer-world.js';

const { wallet, openPage, countPayments, tickUntilTold } = await openPayerWorld();
beforeEach(() => wallet.beHonest());

const NO_AMOUNTS = [
  ...['', '0x1', '1e0', '-1', ' 1', '01', '１', '1.0'],
  ...[String(2n ** 63n), '9'.repeat(50_000), null, 1, { value: '1' }],
];

test('a quote in what is no amount is refused with its code, and nothing is paid', async () => {
  const before = await countPayments();
  for (const value of NO_AMOUNTS) {
    const { own, pay } = await openPage();
    wallet.lie('POST /op/quotes', withAmount('receiveAmount', value));
    const { status, body } = await pay();
    assert.deepEqual([status, body.code], [502, 'payer-answer-invalid'], String(value).slice(0, 20));
    wallet.beHonest();
    assert.equal(await own.spent(), 0n);
  }
  assert.equal(await countPayments(), before);
});

test('so is one that names what no database keeps', async () => {
  for (const lie of [
    (answer: Answer) => ({ ...answer, id: `${answer['id']}\0` }),
    (answer: Answer) => ({ ...answer, receiveAmount: { ...answer['receiveAmount'], assetCode: 'U\0D' } }),
  ]) {
    const { pay } = await openPage();
    wallet.lie('POST /op/quotes', lie);
    assert.equal((await pay()).body.code, 'payer-answer-invalid');
    wallet.beHonest();
  }
});

test('a payment that failed, and sent what is no amount, is in doubt: it is found out later, and made once', async () => {
  const before = await countPayments();
  const values = ['', '0x0', '00', '0 '];
  for (const value of values) {
    const { own, pay } = await openPage();
    wallet.lie('POST /op/outgoing-payments', (answer) => ({
      ...withAmount('sentAmount', value)(answer),
      failed: true,
    }));
    const { status, body } = await pay();
    assert.deepEqual([status, body.code], [502, 'payer-unreachable'], String(value));
    wallet.beHonest();
    assert.equal(await tickUntilTold(pay), 1);
    assert.equal(await own.spent(), 1n);
  }
  assert.equal(await countPayments(), before + values.length);
});
