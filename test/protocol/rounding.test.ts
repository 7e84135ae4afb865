import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { receiveAmountFor } from '../../src/protocol/exchange-rate.js';
import { maxAccrual, exceedsMaxLoss, minEfficientAmount } from '../../src/protocol/rounding.js';

const amount = fc.bigInt(1n, 10_000n);
const rate = fc.record({ numerator: fc.bigInt(1n, 10_000n), denominator: fc.bigInt(1n, 10_000n) });

test('the efficient amount is the smallest that loses at most 2 %', () => {
  fc.assert(
    fc.property(amount, amount, rate, (from, more, rate) => {
      const most = from + more;
      const found = minEfficientAmount(from, most, rate);
      const isGood = (debit: bigint) => !exceedsMaxLoss(debit, receiveAmountFor(debit, rate), rate);
      assert.ok(found >= from && found <= most, `${found} of ${from} to ${most}`);
      for (let less = from; less < found && less < from + 200n; less += 1n) {
        if (isGood(found)) assert.ok(!isGood(less), `${less} is efficient as well`);
      }
      // If waiting does not help enough, the received amount is the maximum.
      if (!isGood(found)) assert.equal(receiveAmountFor(found, rate), receiveAmountFor(most, rate));
    }),
  );
});

test('an amount that cannot wait is paid as it is', () => {
  const euro = { numerator: 9n, denominator: 10n };
  assert.equal(minEfficientAmount(2n, 1n, euro), 2n);
  assert.equal(minEfficientAmount(2n, 2n, euro), 2n);
  assert.equal(minEfficientAmount(2n, 100n, euro), 9n);
  assert.equal(minEfficientAmount(3n, 8n, euro), 8n);
  // With a unit of one dollar, a dollar of the accrued dollar and a half is paid.
  assert.equal(minEfficientAmount(1n, 150n, { numerator: 1n, denominator: 100n }), 100n);
});

test('a payment waits for at most five minutes of the rate', () => {
  assert.equal(maxAccrual(1_800n), 150n);
  assert.equal(maxAccrual(11n), 0n);
});

test('a fee that the rate includes does not count as a loss', () => {
  const [network, even] = [
    { numerator: 99n, denominator: 100n },
    { numerator: 1n, denominator: 1n },
  ];
  assert.equal(minEfficientAmount(1n, 1_000n, network, even), 50n);
  assert.equal(minEfficientAmount(1n, 1_000n, network), 34n);
});
