import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { receiveAmountFor } from '../../src/protocol/exchange.js';
import { accruedInLongestWait, losesTooMuch, worthwhileAmount } from '../../src/protocol/rounding.js';

const amount = fc.bigInt(1n, 10_000n);
const rate = fc.record({ numerator: fc.bigInt(1n, 10_000n), denominator: fc.bigInt(1n, 10_000n) });

test('the amount to wait for is the least of which no more than 2 % are lost', () => {
  fc.assert(
    fc.property(amount, amount, rate, (from, more, rate) => {
      const most = from + more;
      const found = worthwhileAmount(from, most, rate);
      const isGood = (debit: bigint) => !losesTooMuch(debit, receiveAmountFor(debit, rate), rate);
      assert.ok(found >= from && found <= most, `${found} of ${from} to ${most}`);
      for (let less = from; less < found && less < from + 200n; less += 1n) {
        if (isGood(found)) assert.ok(!isGood(less), `${less} is good, too`);
      }
      // Where waiting does not help that much, as much arrives as could.
      if (!isGood(found)) assert.equal(receiveAmountFor(found, rate), receiveAmountFor(most, rate));
    }),
  );
});

test('what cannot be waited for is paid as it is', () => {
  const euro = { numerator: 9n, denominator: 10n };
  assert.equal(worthwhileAmount(2n, 1n, euro), 2n);
  assert.equal(worthwhileAmount(2n, 2n, euro), 2n);
  assert.equal(worthwhileAmount(2n, 100n, euro), 9n);
  assert.equal(worthwhileAmount(3n, 8n, euro), 8n);
  // A dollar for a unit, and a dollar and a half is there: a dollar is paid.
  assert.equal(worthwhileAmount(1n, 150n, { numerator: 1n, denominator: 100n }), 100n);
});

test('five minutes of the rate are waited for at most', () => {
  assert.equal(accruedInLongestWait(1_800n), 150n);
  assert.equal(accruedInLongestWait(11n), 0n);
});

test('a fee that is taken besides is not waited for', () => {
  const [network, even] = [
    { numerator: 99n, denominator: 100n },
    { numerator: 1n, denominator: 1n },
  ];
  assert.equal(worthwhileAmount(1n, 1_000n, network, even), 50n);
  assert.equal(worthwhileAmount(1n, 1_000n, network), 34n);
});
