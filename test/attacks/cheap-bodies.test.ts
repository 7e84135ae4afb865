import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from '../../src/provider/limits/parse-json.js';
import { runBodies } from '../soak/bodies-run.js';
import { MOST_SLOWER } from '../soak/honest-caller.js';
import { FAMILIES } from './families.js';

const LENGTH = 16 * 1024;
/** So many times what JSON.parse needs for as many valid bytes. */
const MOST_TIMES = 5;
/** A busy machine spoils one measurement; what costs too much spoils all of them. */
const TRIES = 5;

/** Of the kind that the relay gets: members with short names and values. */
const VALID = JSON.stringify(Array.from({ length: 1_000 }, () => ({ a: 1, b: 'c' }))).slice(0, LENGTH - 1);
const BODY = `${VALID.slice(0, VALID.lastIndexOf(','))}]`;

test(`16 kB of any bytes are parsed in ${MOST_TIMES} times what JSON.parse needs for valid ones`, (t) => {
  const bodies = Object.entries({ ...FAMILIES, 'a valid body': (_length: number) => BODY });
  const costs = bodies.map(([name, make]) => ({ name, times: timesOf(make(LENGTH).slice(0, LENGTH)) }));
  costs.sort((a, b) => b.times - a.times);
  t.diagnostic(costs.slice(0, 3).map(({ name, times }) => `${name}: ${times.toFixed(1)}`).join('; ')); // prettier-ignore
  assert.deepEqual(
    costs.filter(({ times }) => times > MOST_TIMES),
    [],
  );
});

/** `npm run soak bodies` does it for half a minute. */
test('100 of the worst bodies a second from one address: others do not notice', async (t) => {
  let slower = Infinity;
  for (let tries = 0; tries < TRIES && slower > MOST_SLOWER; tries += 1) {
    const { quiet, attacked } = await runBodies(200);
    slower = attacked - quiet;
    t.diagnostic(`p99 of honest calls ${attacked.toFixed(0)} ms, ${quiet.toFixed(0)} before`);
  }
  assert.ok(slower <= MOST_SLOWER, `${slower} ms slower`);
});

function timesOf(text: string): number {
  const bytes = Buffer.from(text);
  let times = Infinity;
  for (let tries = 0; tries < TRIES; tries += 1)
    times = Math.min(times, timeOf(() => parseJson(bytes)) / timeOf(() => JSON.parse(BODY)));
  return times;
}

/** The quickest of some runs, in milliseconds. */
function timeOf(run: () => unknown): number {
  let best = Infinity;
  for (let runs = 0; runs < 10; runs += 1) {
    const begin = performance.now();
    try {
      run();
    } catch {
      // A refusal costs, too.
    }
    best = Math.min(best, performance.now() - begin);
  }
  return best;
}
