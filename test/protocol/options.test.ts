import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEgressOptions } from '../../src/provider/egress/egress-options.js';
import { withoutUndefined } from '../../src/protocol/options.js';
import { parseScenario } from '../../src/page/simulation/scenario/simulation-scenario.js';

test('an option that is undefined counts as absent; null, zero and false do not', () => {
  const options = { a: undefined, b: null, c: 0, d: false };
  assert.deepEqual(withoutUndefined(options), { b: null, c: 0, d: false });
});

test('an undefined option does not remove a limit for requests to wallets', () => {
  assert.deepEqual(createEgressOptions(false, { totalTimeout: undefined }), createEgressOptions(false));
});

test('an undefined option of a simulation has its default', () => {
  const options = { persona: 'slow', delay: undefined, rate: undefined } as const;
  assert.deepEqual(parseScenario(options), parseScenario('slow'));
});
