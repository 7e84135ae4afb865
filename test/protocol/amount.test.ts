import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  convertDecimalToScaledAmount,
  convertScaledAmountToDecimal,
  MAX_AMOUNT,
  parseScaledAmount,
} from '../../src/protocol/amount.js';

test('a scaled amount is parsed digit by digit, beyond the precision of a number', () => {
  assert.equal(parseScaledAmount('9007199254740993'), 9007199254740993n);
  assert.equal(parseScaledAmount('9223372036854775807'), MAX_AMOUNT);
  assert.equal(parseScaledAmount('0'), 0n);
});

for (const value of [
  '',
  ' 1',
  '0x10',
  '1e3',
  '-1',
  '01',
  '1.0',
  '１２',
  '9223372036854775808',
  '18446744073709551616',
  3,
  null,
  {},
]) {
  test(`${JSON.stringify(value)} is not a scaled amount`, () => {
    assert.throws(() => parseScaledAmount(value), TypeError);
  });
}

test('a scaled amount becomes a decimal with exactly assetScale digits', () => {
  assert.equal(convertScaledAmountToDecimal(1n, 2), '0.01');
  assert.equal(convertScaledAmountToDecimal(100n, 0), '100');
  assert.equal(convertScaledAmountToDecimal(123456789012345678n, 9), '123456789.012345678');
  assert.equal(convertScaledAmountToDecimal(1n, 255), `0.${'0'.repeat(254)}1`);
});

test('a decimal becomes the exact scaled amount, or is rejected', () => {
  assert.equal(convertDecimalToScaledAmount('0.60', 2), 60n);
  assert.equal(convertDecimalToScaledAmount('5', 2), 500n);
  assert.equal(convertDecimalToScaledAmount('0.6000', 2), 60n);
  for (const decimal of ['0.601', '1e2', '-1', '', '.5', '1,5']) {
    assert.throws(() => convertDecimalToScaledAmount(decimal, 2), TypeError, decimal);
  }
});

test('scaled → decimal → scaled is lossless at any scale', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, MAX_AMOUNT), fc.integer({ min: 0, max: 30 }), (amount, scale) => {
      const decimal = convertScaledAmountToDecimal(amount, scale);
      return decimal.length > 19 + 31 || convertDecimalToScaledAmount(decimal, scale) === amount;
    }),
  );
});
