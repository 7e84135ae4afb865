import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { computePaymentAmountAndDelay } from '../../src/protocol/compute-payment-amount-and-delay.js';

test('0.60 an hour in cents is one cent a minute', () => {
  assert.deepEqual(computePaymentAmountAndDelay(60n, 1n, 2000), { paymentAmount: 1n, paymentDelay: 60_000 });
});

test('18.00 an hour in cents is one cent every two seconds', () => {
  assert.deepEqual(computePaymentAmountAndDelay(1800n, 1n, 2000), { paymentAmount: 1n, paymentDelay: 2000 });
});

test('a minimum amount of 10 units makes payments larger and rarer, not faster', () => {
  assert.deepEqual(computePaymentAmountAndDelay(60n, 10n, 2000), {
    paymentAmount: 10n,
    paymentDelay: 600_000,
  });
});

test('a rate of zero pays nothing', () => {
  assert.equal(computePaymentAmountAndDelay(0n, 1n, 2000).paymentAmount, 0n);
});

test('no rate, scale or minimum amount is ever paid faster than the rate', () => {
  fc.assert(
    fc.property(
      fc.bigInt(1n, 10n ** 15n),
      fc.bigInt(1n, 10n ** 6n),
      fc.integer({ min: 0, max: 60_000 }),
      (rate, least, delay) => {
        const { paymentAmount, paymentDelay } = computePaymentAmountAndDelay(rate, least, delay);
        assert.ok(paymentAmount >= least);
        assert.ok(paymentDelay >= delay || paymentAmount === least);
        assert.ok(paymentAmount * 3_600_000n <= rate * BigInt(paymentDelay));
      },
    ),
    { numRuns: 2000 },
  );
});
