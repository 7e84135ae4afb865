import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseStrictJson } from '../../../src/provider/limits/parse-strict-json.js';
import { runBodies } from '../../soak/runs/expensive-bodies-run.js';
import { PUMPED_INPUTS } from './pumped-inputs.js';

const BODY_BYTES = 16 * 1024;
const BODY_COUNT = 200;

/** `npm run bench limits` measures the cost. */
test('bodies that make a careless parser slow are rejected as invalid, or have the value of JSON.parse', () => {
  for (const [name, make] of Object.entries(PUMPED_INPUTS)) {
    const bytes = Buffer.from(make(BODY_BYTES).slice(0, BODY_BYTES));
    const { value, code } = parseBody(bytes);
    if (code === undefined) assert.deepEqual(value, JSON.parse(bytes.toString()), name);
    else assert.equal(code, 'request-invalid', name);
  }
});

/** `npm run soak bodies` runs for half a minute, and `npm run bench limits` measures the latency. */
test('each of 100 expensive bodies a second from one address gets a response, and other callers do', async (t) => {
  const { quiet, attacked, statuses } = await runBodies(BODY_COUNT);
  t.diagnostic(`p99 of regular calls ${attacked.toFixed(0)} ms, ${quiet.toFixed(0)} before`);
  assert.equal(
    [...statuses.values()].reduce((sum, count) => sum + count, 0),
    BODY_COUNT,
  );
  assert.ok(
    [...statuses.keys()].every((status) => status >= 400 && status < 500),
    [...statuses.keys()].join(),
  );
});

function parseBody(bytes: Buffer): { value?: unknown; code?: string } {
  try {
    return { value: parseStrictJson(bytes) };
  } catch (error) {
    return { code: String((error as { code?: unknown }).code) };
  }
}
