import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { CHECK_RULES } from '../../src/tools/check/rules/rules.js';
import { PERSONAS } from '../../src/protocol/sandbox/personas.js';
import { SCRIPT_ATTRIBUTES } from '../../src/protocol/script-attributes.js';
import { TEST_WALLET_ADDRESSES } from '../../src/sandbox-wallet/test-wallet-addresses.js';
import { PAGE_OUTCOMES } from '../../src/tools/demo-site/page-outcomes.js';
import { withSources } from './code-blocks.js';
import { DOCUMENTS, GUIDES, readDocument, REFERENCE_FOLDER } from './documents.js';
import { RULE_DESCRIPTIONS } from './rule-descriptions.js';
import { referencePages } from './tables.js';

test('the reference is up to date with the sources; npm run docs writes it', async () => {
  const pages = await referencePages();
  for (const [path, text] of pages) assert.equal(readDocument(path), text, path);
  assert.deepEqual(
    DOCUMENTS.filter((path) => path.startsWith(REFERENCE_FOLDER)),
    [...pages.keys()].sort(),
  );
});

test('a block that shows a file is up to date; npm run docs writes it', () => {
  for (const path of GUIDES) assert.equal(readDocument(path), withSources(readDocument(path)), path);
});

test('the reference lists every attribute that the script knows', () => {
  const listed = readDocument(`${REFERENCE_FOLDER}/attributes.md`).matchAll(/^\| `(data-[\w-]+)/gm);
  assert.deepEqual([...listed].map(([, name]) => name).sort(), Object.keys(SCRIPT_ATTRIBUTES).sort());
});

test('the guide to pages names every script of the package for pages', () => {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: object };
  const guide = readDocument('docs/pages.md');
  const scripts = Object.keys(exports).filter((path) => /^\.\/wm[\w-]*\.js$/.test(path));
  assert.deepEqual(
    scripts.filter((path) => !guide.includes(`\`${path.slice(2)}\``)),
    [],
  );
});

test('the guides list every persona, and every code of verifyPayment()', () => {
  const personas = firstColumnOf('docs/simulation.md', 'persona');
  assert.deepEqual(personas, PERSONAS);
  const source = readFileSync('src/verify-payment/payment-not-verified.ts', 'utf8');
  const codes = [...source.matchAll(/^ {2}'([a-z-]+)': \{/gm)].map(([, code]) => code);
  assert.ok(codes.length > 3);
  assert.deepEqual(firstColumnOf('docs/verify-payments.md', 'code'), codes);
});

test('every test wallet address states what a page sees', () => {
  assert.deepEqual(Object.keys(PAGE_OUTCOMES).sort(), [...TEST_WALLET_ADDRESSES.keys()].sort());
});

test('every rule of wm check has a description', () => {
  assert.deepEqual(Object.keys(RULE_DESCRIPTIONS).sort(), CHECK_RULES.map(({ id }) => id).sort());
});

test('the sizes that the documents state are those of the build', () => {
  const stated = GUIDES.flatMap((path) => [
    ...readDocument(path).matchAll(/`(wm[\w.-]*\.js)`[^`]{0,20}?([\d.]+) kB/g),
  ]);
  assert.ok(stated.length >= 4);
  for (const [, file = '', kilobytes] of stated) {
    const real = gzipSync(readFileSync(`dist/${file}`)).length / 1000;
    assert.ok(Math.abs(real - Number(kilobytes)) < 0.7, `${file}: ${real.toFixed(1)} kB, not ${kilobytes}`);
  }
});

/** The first code of each row in the table with this head. */
function firstColumnOf(document: string, head: string): (string | undefined)[] {
  const table =
    new RegExp(`^\\| ${head} [^]*?(?=\\n\\n|$(?![^]))`, 'm').exec(readDocument(document))?.[0] ?? '';
  return [...table.matchAll(/^\| `([^`]+)` /gm)].map(([, name]) => name);
}
