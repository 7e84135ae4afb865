import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAMILIES } from './families.js';
import { growth } from './growth.js';
import { PARSERS } from './parsers.js';

/** Twice the length may take so many times as long: linear, and what measuring adds. */
const MAX_GROWTH = 2.5;
/** A busy machine slows one measurement down; a parser that is super-linear fails all of them. */
const TRIES = 10;

for (const [name, parse] of Object.entries(PARSERS)) {
  test(`${name}: twice the bytes take at most ${MAX_GROWTH} times as long, whatever they are`, () => {
    const slow = Object.entries(FAMILIES).filter(([, make]) => {
      for (let tries = 0; tries < TRIES; tries += 1) if (growth(parse, make) <= MAX_GROWTH) return false;
      return true;
    });
    assert.deepEqual(
      slow.map(([family]) => family),
      [],
    );
  });
}

test('the measure finds a regular expression that backtracks', () => {
  const quadratic = (text: string) => /"(?:[^"\\]|\\.)*"$/.test(text);
  assert.ok(growth(quadratic, FAMILIES['escaped quotes'] ?? String) > MAX_GROWTH);
});
