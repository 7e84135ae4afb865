import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitAmount } from '../../../../src/provider/payments/one-time/split-amount.js';

test('an amount is split evenly, and the remainder goes to the first receivers', () => {
  assert.deepEqual(splitAmount(10n, [1n, 1n, 1n]), { shares: [4n, 3n, 3n], unassigned: 0n });
});

test('a receiver with a minimum unit gets multiples of it, and the rest stays unpaid', () => {
  assert.deepEqual(splitAmount(25n, [10n, 10n]), { shares: [10n, 10n], unassigned: 5n });
  assert.deepEqual(splitAmount(25n, [10n, 1n]), { shares: [10n, 15n], unassigned: 0n });
  assert.deepEqual(splitAmount(5n, [10n]), { shares: [0n], unassigned: 5n });
  assert.deepEqual(splitAmount(5n, []), { shares: [], unassigned: 5n });
});

test('shares never exceed the amount, each can be sent, and no sendable remainder is left', () => {
  const leasts = fc.array(fc.bigInt(1n, 1000n), { maxLength: 20 });
  fc.assert(
    fc.property(fc.bigInt(1n, 10n ** 18n), leasts, (amount, least) => {
      const { shares, unassigned } = splitAmount(amount, least);
      assert.equal(
        shares.reduce((sum, share) => sum + share, unassigned),
        amount,
      );
      for (const [index, share] of shares.entries()) {
        assert.ok(share >= 0n && share % (least[index] as bigint) === 0n);
        assert.ok(unassigned < (least[index] as bigint));
      }
    }),
    { numRuns: 2000 },
  );
});

test(
  'an amount that one receiver cannot take goes to the others in a few steps, at any asset scale',
  { timeout: 5_000 },
  () => {
    const amount = 10n ** 18n;
    assert.deepEqual(splitAmount(amount, [amount, 1n]), { shares: [0n, amount], unassigned: 0n });
  },
);
