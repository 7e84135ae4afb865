import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PUMPED_INPUTS } from './pumped-inputs.js';
import { measureGrowth } from './measure-growth.js';
import { PARSERS } from './parsers.js';

/** The maximum factor for twice the length: linear growth plus measurement noise. */
const MAX_GROWTH = 2.5;
/** A busy machine slows one measurement down; a super-linear parser fails all of them. */
const MAX_TRIES = 40;

for (const [name, parse] of Object.entries(PARSERS)) {
  test(`${name}: twice the bytes take at most ${MAX_GROWTH} times as long`, () => {
    const slow = Object.entries(PUMPED_INPUTS).filter(([, make]) => {
      for (let tries = 0; tries < MAX_TRIES; tries += 1)
        if (measureGrowth(parse, make) <= MAX_GROWTH) return false;
      return true;
    });
    assert.deepEqual(
      slow.map(([family]) => family),
      [],
    );
  });
}

test('measureGrowth() detects a backtracking regular expression', () => {
  const quadratic = (text: string) => /"(?:[^"\\]|\\.)*"$/.test(text);
  assert.ok(measureGrowth(quadratic, PUMPED_INPUTS['escaped quotes'] ?? String) > MAX_GROWTH);
});
