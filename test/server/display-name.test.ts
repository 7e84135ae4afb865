import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toDisplayName } from '../../src/server/display-name.js';

const NAMES: [given: unknown, shown: string | null][] = [
  ['Alice’s wallet', 'Alice’s wallet'],
  ['Free\u202Etset', 'Freetset'],
  ['\u2066Pay\u2069pal\u200B\u200D\uFEFF\u00AD', 'Paypal'],
  ['a\nb\t\tc\u0000', 'a b c'],
  ['\u{E0041}\u{E0042}ok\u3164\u2800', 'ok'],
  ['Z\u0300\u0301\u0302\u0303\u0304\u0305', 'Z\u0300\u0301'],
  ['\u200B \u202E', null],
  ['', null],
  [undefined, null],
  [{ toString: () => 'x' }, null],
];

for (const [given, shown] of NAMES) {
  test(`the name ${JSON.stringify(given)} is shown as ${JSON.stringify(shown)}`, () =>
    assert.equal(toDisplayName(given), shown));
}

test('a name of 10 kB is shortened at a character boundary', () => {
  assert.equal(toDisplayName('x'.repeat(10_000)), `${'x'.repeat(59)}…`);
  assert.equal([...(toDisplayName('😀'.repeat(5_000)) ?? '')].length, 60);
});
