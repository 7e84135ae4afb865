import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseStrictJson } from '../../../src/provider/limits/parse-strict-json.js';
import { runBodies } from '../../soak/runs/expensive-bodies-run.js';
import { MAX_SLOWDOWN_MS } from '../../soak/requests/measure-latency.js';
import { PUMPED_INPUTS } from './pumped-inputs.js';

const BODY_BYTES = 16 * 1024;
/** The maximum cost, as a multiple of JSON.parse for the same number of valid bytes. */
const MAX_COST_RATIO = 5;
/** A busy machine spoils one measurement; an expensive parser fails all of them. */
const MAX_TRIES = 5;

/** A typical relay body: members with short names and values. */
const VALID = JSON.stringify(Array.from({ length: 1_000 }, () => ({ a: 1, b: 'c' }))).slice(
  0,
  BODY_BYTES - 1,
);
const BODY = `${VALID.slice(0, VALID.lastIndexOf(','))}]`;

test(`the parser needs at most ${MAX_COST_RATIO} times as long as JSON.parse for any 16 kB`, (t) => {
  const bodies = Object.entries({ ...PUMPED_INPUTS, 'a valid body': (_length: number) => BODY });
  const costs = bodies.map(([name, make]) => ({
    name,
    times: costRatioOf(make(BODY_BYTES).slice(0, BODY_BYTES)),
  }));
  costs.sort((a, b) => b.times - a.times);
  const worst = costs.slice(0, 3).map(({ name, times }) => `${name}: ${times.toFixed(1)}`);
  t.diagnostic(worst.join('; '));
  assert.deepEqual(
    costs.filter(({ times }) => times > MAX_COST_RATIO),
    [],
  );
});

/** `npm run soak bodies` runs for half a minute. */
test('100 expensive bodies a second from one address do not slow down other callers', async (t) => {
  let slower = Infinity;
  for (let tries = 0; tries < MAX_TRIES && slower > MAX_SLOWDOWN_MS; tries += 1) {
    const { quiet, attacked } = await runBodies(200);
    slower = attacked - quiet;
    t.diagnostic(`p99 of regular calls ${attacked.toFixed(0)} ms, ${quiet.toFixed(0)} before`);
  }
  assert.ok(slower <= MAX_SLOWDOWN_MS, `${slower} ms slower`);
});

function costRatioOf(text: string): number {
  const bytes = Buffer.from(text);
  let times = Infinity;
  for (let tries = 0; tries < MAX_TRIES; tries += 1)
    times = Math.min(times, measureMs(() => parseStrictJson(bytes)) / measureMs(() => JSON.parse(BODY)));
  return times;
}

/** The fastest of several runs, in milliseconds. */
function measureMs(run: () => unknown): number {
  let best = Infinity;
  for (let runs = 0; runs < 10; runs += 1) {
    const begin = performance.now();
    try {
      run();
    } catch {
      // Errors have a cost, too.
    }
    best = Math.min(best, performance.now() - begin);
  }
  return best;
}
