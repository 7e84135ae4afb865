import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  currentInterval,
  parseRepeatingInterval,
} from '../../../src/protocol/intervals/repeating-interval.js';

test('the intervals of the documents are found for chosen times', () => {
  const month = 'R/2024-01-31T00:00:00Z/P1M';
  assert.equal(formatInterval(month, '2024-01-30T23:59:59.999Z'), 'none');
  assert.equal(formatInterval(month, '2024-01-31T00:00:00Z'), '2024-01-31 to 2024-02-29');
  assert.equal(formatInterval(month, '2024-02-29T00:00:00Z'), '2024-02-29 to 2024-03-31');
  assert.equal(formatInterval(month, '2024-04-29T00:00:00Z'), '2024-03-31 to 2024-04-30');
  assert.equal(formatInterval(month, '2025-03-01T00:00:00Z'), '2025-02-28 to 2025-03-31');
  const once = 'R0/2024-01-01T00:00:00Z/P1D';
  assert.equal(formatInterval(once, '2024-01-01T12:00:00Z'), '2024-01-01 to 2024-01-02');
  assert.equal(formatInterval(once, '2024-01-02T00:00:00Z'), 'none');
  const twice = 'R1/2024-01-01T00:00:00Z/P1D';
  assert.equal(formatInterval(twice, '2024-01-02T12:00:00Z'), '2024-01-02 to 2024-01-03');
  assert.equal(formatInterval(twice, '2024-01-03T00:00:00Z'), 'none');
  const backwards = 'R-1/P1Y2M10DT2H30M/2022-05-11T15:30:00Z';
  assert.equal(formatInterval(backwards, '2022-05-11T15:30:00Z'), 'none');
  assert.equal(formatInterval(backwards, '2022-05-11T15:29:59Z'), '2021-03-01 to 2022-05-11');
  assert.equal(
    formatInterval('R/2017-03-01T13:00:00Z/2018-05-11T15:30:00Z', '2018-05-12T00:00:00Z'),
    '2018-05-11 to 2019-07-21',
  );
});

test('an invalid repeating interval is undefined', () => {
  const texts = [
    '',
    'R',
    'R/',
    'R//',
    'P1M',
    'R/2024-01-01T00:00:00Z',
    'R/2024-01-01T00:00:00Z/P',
    'R/2024-13-01T00:00:00Z/P1M',
  ];
  texts.push(
    'R/2024-01-01T00:00:00Z/P1M/P1M',
    'R-2/2024-01-01T00:00:00Z/P1M',
    'R/P1M/P1M',
    'R/2024-01-02/2024-01-01',
  );
  texts.push(
    'R/2024-01-01T00:00:00Z/PT',
    'R/2024-01-01T00:00:00Z/P1H',
    'R/2024-01-01T00:00:00Z/P-1M',
    'R1e3/2024-01-01/P1M',
  );
  for (const text of texts) assert.equal(parseRepeatingInterval(text), undefined, text);
});

test('the position in a second-long interval since 1970 is found', () => {
  assert.equal(intervalAt('R/1970-01-01T00:00:00Z/PT1S', 1.7e12 + 500)?.start, 1.7e12);
  assert.equal(intervalAt('R/1970-01-01T00:00:00Z/PT999999999S', 1e12)?.start, 999_999_999_000);
  // `npm run bench limits` measures the time.
  assert.equal(intervalAt('R/0001-01-01T00:00:00Z/P1M', 1.7e12)?.start, Date.UTC(2023, 10, 1));
});

test('the closed form agrees with stepping through every interval', () => {
  const instant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2040, 0, 1) });
  const duration = fc.constantFrom(
    'P1M',
    'P1Y',
    'P3M',
    'P1W',
    'P1D',
    'P1M15D',
    'P1Y2M10DT2H30M',
    'P11M',
    'PT36H',
  );
  const repeat = fc.constantFrom('R', 'R-1', 'R0', 'R1', 'R12', 'R400');
  fc.assert(
    fc.property(
      instant,
      instant,
      duration,
      repeat,
      fc.boolean(),
      (anchor, target, length, times, forward) => {
        const [from, at] = [anchor - (anchor % 1000), new Date(target)];
        const iso = new Date(from).toISOString();
        const text = forward ? `${times}/${iso}/${length}` : `${times}/${length}/${iso}`;
        const found = intervalAt(text, target);
        const expected = stepThrough(new Date(from), length, times, forward, at);
        assert.deepEqual(found && [found.start, found.end], expected, text);
      },
    ),
    { numRuns: 400, seed: 8601 },
  );
});

function formatInterval(text: string, at: string): string {
  const interval = intervalAt(text, Date.parse(at));
  if (!interval) return 'none';
  return [interval.start, interval.end]
    .map((instant) => new Date(instant).toISOString().slice(0, 10))
    .join(' to ');
}

function intervalAt(text: string, at: number) {
  const repeating = parseRepeatingInterval(text);
  assert.ok(repeating, text);
  return currentInterval(repeating, at);
}

/** A slow reference implementation that steps through the calendar interval by interval. */
function stepThrough(anchor: Date, length: string, times: string, forward: boolean, at: Date) {
  const [, years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0] = (
    /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(length) ?? []
  ).map((part) => Number(part ?? 0));
  const limit = times === 'R' || times === 'R-1' ? 15_000 : Number(times.slice(1));
  const boundary = (count: number) => {
    const steps = forward ? count : -count;
    const month = anchor.getUTCFullYear() * 12 + anchor.getUTCMonth() + steps * (years * 12 + months);
    const [year, monthOfYear] = [Math.floor(month / 12), ((month % 12) + 12) % 12];
    const lastDay = new Date(Date.UTC(year, monthOfYear + 1, 0)).getUTCDate();
    const start = new Date(anchor);
    start.setUTCFullYear(year, monthOfYear, Math.min(anchor.getUTCDate(), lastDay));
    return start.getTime() + steps * (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60_000;
  };
  for (let count = 0; count <= limit; count += 1) {
    const [start, end] = [boundary(count), boundary(count + 1)].sort((a, b) => a - b) as [number, number];
    if (start <= at.getTime() && at.getTime() < end) return [start, end];
    if (forward ? start > at.getTime() : end <= at.getTime()) return undefined;
  }
  return undefined;
}
