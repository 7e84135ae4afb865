import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PAYING_SCENARIO } from '../../src/page/simulation/scenario/paying-scenario.js';
import { parseScenario } from '../../src/page/simulation/scenario/simulation-scenario.js';

test('a page without a persona simulates the same scenario as with `paying`', () => {
  assert.deepEqual(PAYING_SCENARIO, parseScenario('paying'));
});
