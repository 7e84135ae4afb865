import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { SCRIPT_ATTRIBUTES } from '../../src/protocol/script-attributes.js';
import { TEST_WALLET_ADDRESSES } from '../../src/sandbox-wallet/test-wallet-addresses.js';
import { WHAT_THE_PAGE_SEES } from '../../src/start/demo-site/what-the-page-sees.js';
import { withTables } from './tables.js';

const readme = readFileSync('README.md', 'utf8');

test('the tables of the README are what the sources say; npm run docs writes them anew', async () => {
  assert.equal(readme, await withTables(readme));
});

test('the README’s table of attributes has all that the script knows', () => {
  const known = Object.keys(SCRIPT_ATTRIBUTES);
  const table = /<!-- table: attributes -->([^]*?)<!-- \/table -->/.exec(readme)?.[1] ?? '';
  const told = [...table.matchAll(/^\| `(data-[\w-]+)/gm)].map(([, name]) => name);
  assert.ok(known.length > 3);
  assert.deepEqual(told.sort(), known.sort());
});

test('of every test wallet address it is told what a page sees', () => {
  assert.deepEqual(Object.keys(WHAT_THE_PAGE_SEES).sort(), [...TEST_WALLET_ADDRESSES.keys()].sort());
});

test('the sizes that the README tells are those of what was built', () => {
  const told = [...readme.matchAll(/`(wm[\w.-]*\.js)`[^`]{0,20}?([\d.]+) kB/g)];
  assert.ok(told.length >= 2);
  for (const [, file = '', kilobytes] of told) {
    const real = gzipSync(readFileSync(`dist/${file}`)).length / 1000;
    assert.ok(
      Math.abs(real - Number(kilobytes)) < 0.7,
      `${file}: ${real.toFixed(1)} kB, the README says ${kilobytes}`,
    );
  }
});
