import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitAmount } from '../../../src/provider/payments/split-amount.js';

test('an amount is divided evenly, what is over goes to the first', () => {
  assert.deepEqual(splitAmount(10n, [1n, 1n, 1n]), { shares: [4n, 3n, 3n], left: 0n });
});

test('who can be sent only tens gets tens, and what fits nobody is left', () => {
  assert.deepEqual(splitAmount(25n, [10n, 10n]), { shares: [10n, 10n], left: 5n });
  assert.deepEqual(splitAmount(25n, [10n, 1n]), { shares: [10n, 15n], left: 0n });
  assert.deepEqual(splitAmount(5n, [10n]), { shares: [0n], left: 5n });
  assert.deepEqual(splitAmount(5n, []), { shares: [], left: 5n });
});

test('never more than the amount is divided, each share can be sent, and nothing is left that could be', () => {
  const leasts = fc.array(fc.bigInt(1n, 1000n), { maxLength: 20 });
  fc.assert(
    fc.property(fc.bigInt(1n, 10n ** 18n), leasts, (amount, least) => {
      const { shares, left } = splitAmount(amount, least);
      assert.equal(
        shares.reduce((sum, share) => sum + share, left),
        amount,
      );
      for (const [index, share] of shares.entries()) {
        assert.ok(share >= 0n && share % (least[index] as bigint) === 0n);
        assert.ok(left < (least[index] as bigint));
      }
    }),
    { numRuns: 2000 },
  );
});

test(
  'what one receiver cannot take goes to the others in a few steps, however fine the asset is',
  { timeout: 5_000 },
  () => {
    const amount = 10n ** 18n;
    assert.deepEqual(splitAmount(amount, [amount, 1n]), { shares: [0n, amount], left: 0n });
  },
);
