import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createServices } from '../../src/provider/create-services.js';
import { createEgressOptions } from '../../src/provider/egress/egress-options.js';
import { DEFAULT_LIMITS } from '../../src/provider/limits/limits.js';
import { withoutUndefined } from '../../src/protocol/options.js';
import { parseScenario } from '../../src/page/simulation/scenario/simulation-scenario.js';

test('an option that is undefined counts as absent; null, zero and false do not', () => {
  const options = { a: undefined, b: null, c: 0, d: false };
  assert.deepEqual(withoutUndefined(options), { b: null, c: 0, d: false });
});

test('an undefined option does not remove a limit for requests to wallets', () => {
  assert.deepEqual(createEgressOptions(false, { totalTimeout: undefined }), createEgressOptions(false));
});

test('an undefined option does not remove a limit of the provider', async () => {
  const limits = { maxConnections: 7, callsPerKey: undefined, requestTimeout: undefined };
  const services = await createServices({
    origin: 'https://provider.example',
    dataDirectory: null,
    limits,
  });
  await services.close();
  assert.deepEqual(services.limits, { ...DEFAULT_LIMITS, maxConnections: 7 });
});

test('an undefined option of a simulation has its default', () => {
  const options = { persona: 'slow', delay: undefined, rate: undefined } as const;
  assert.deepEqual(parseScenario(options), parseScenario('slow'));
});
