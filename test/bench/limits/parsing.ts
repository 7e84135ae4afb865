import { parsePermissionsPolicy } from '../../../src/page/agent/policy/permissions-policy-header.js';
import {
  currentInterval,
  parseRepeatingInterval,
} from '../../../src/protocol/intervals/repeating-interval.js';
import { parseStrictJson } from '../../../src/provider/limits/parse-strict-json.js';
import { PUMPED_INPUTS } from '../../attacks/parsing/pumped-inputs.js';
import { LONG_INVALID_HEADERS } from '../../page/agent/policy/long-invalid-headers.js';
import { formatAgainstTarget } from '../format-result.js';

const BODY_BYTES = 16 * 1024;
const RUNS = 50;
/** As a multiple of JSON.parse for the same number of valid bytes. */
const MAX_COST_RATIO = 5;
const MAX_HEADERS_MS = 1_000;
const MAX_INTERVAL_MS = 1;
const INTERVAL_COUNT = 1_000;

/** A typical relay body: members with short names and values. */
const VALID = JSON.stringify(Array.from({ length: 1_000 }, () => ({ a: 1, b: 'c' }))).slice(
  0,
  BODY_BYTES - 1,
);
const BODY = `${VALID.slice(0, VALID.lastIndexOf(','))}]`;

/** The cost of texts that make a careless parser slow. */
export function benchParsing(): string[] {
  const bodies = Object.entries({ ...PUMPED_INPUTS, 'a valid body': (_length: number) => BODY });
  const baseline = measureMs(() => JSON.parse(BODY));
  const costs = bodies.map(([name, make]) => {
    const bytes = Buffer.from(make(BODY_BYTES).slice(0, BODY_BYTES));
    return { name, ratio: measureMs(() => parseStrictJson(bytes)) / baseline };
  });
  const [worst = { name: '', ratio: NaN }] = costs.sort((a, b) => b.ratio - a.ratio);

  const headers = measureMs(() =>
    LONG_INVALID_HEADERS.forEach((header) => parsePermissionsPolicy(header, 'https://page.example')),
  );
  const repeating = parseRepeatingInterval('R/0001-01-01T00:00:00Z/P1M');
  if (!repeating) throw new Error('The interval is not valid.');
  const interval =
    measureMs(() => {
      for (let count = 0; count < INTERVAL_COUNT; count += 1) currentInterval(repeating, Date.now());
    }) / INTERVAL_COUNT;

  return [
    formatAgainstTarget(
      `the most expensive 16 kB (${worst.name}): ${worst.ratio.toFixed(1)} times JSON.parse`,
      `≤ ${MAX_COST_RATIO}`,
      worst.ratio <= MAX_COST_RATIO,
    ),
    formatAgainstTarget(
      `three long invalid Permissions-Policy headers: ${headers.toFixed(1)} ms`,
      `≤ ${MAX_HEADERS_MS} ms`,
      headers <= MAX_HEADERS_MS,
    ),
    formatAgainstTarget(
      `the current month of an interval that began in the year 1: ${interval.toFixed(4)} ms`,
      `≤ ${MAX_INTERVAL_MS} ms`,
      interval <= MAX_INTERVAL_MS,
    ),
  ];
}

/** The fastest of several runs, in milliseconds. */
function measureMs(run: () => unknown): number {
  let best = Infinity;
  for (let runs = 0; runs < RUNS; runs += 1) {
    const start = performance.now();
    try {
      run();
    } catch {
      // Errors have a cost, too.
    }
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
