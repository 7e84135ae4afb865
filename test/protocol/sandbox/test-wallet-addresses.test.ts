import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { TEST_WALLET_ADDRESS_NAMES } from '../../../src/protocol/sandbox/test-wallet-addresses.js';
import { testReceiverAt } from '../../../src/page/simulation/simulated-relay/test-receivers.js';
import { TEST_WALLET_ADDRESSES } from '../../../src/sandbox-wallet/test-wallet-addresses.js';

test('the sandbox and the simulation have the same test wallet addresses', () => {
  assert.deepEqual([...TEST_WALLET_ADDRESSES.keys()].sort(), [...TEST_WALLET_ADDRESS_NAMES].sort());
});

test('the reference lists the outcome of each', () => {
  const table = readFileSync('docs/reference/test-wallet-addresses.md', 'utf8');
  for (const name of TEST_WALLET_ADDRESS_NAMES) assert.ok(table.includes(`\`${name}\``), name);
});

test('in a simulation the name works on any host', () => {
  const failsToLoad = (href: string) => testReceiverAt(new URL(href)).lookupError;
  assert.equal(failsToLoad('https://wallet.example/pub/404'), 'wallet-address-not-found');
  for (const href of ['https://wallet.example/404/alice', 'https://wallet.example/constructor']) {
    assert.equal(failsToLoad(href), undefined, href);
  }
});
