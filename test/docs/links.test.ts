import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { readHeadings } from '../../docs.mjs';
import { DOCUMENTS, readDocument } from './documents.js';

interface Link {
  readonly file: string;
  readonly anchor: string | undefined;
}

for (const document of DOCUMENTS) {
  test(`every file and heading that ${document} links to exists`, () => {
    assert.deepEqual(linksOf(document).filter(isBroken), []);
  });
}

test('every guide and every page of the reference is in the index', () => {
  const listed = new Set(linksOf('docs/README.md').map(({ file }) => file));
  const missing = DOCUMENTS.filter((path) => path.startsWith('docs/') && !listed.has(path));
  assert.deepEqual(missing, ['docs/README.md']);
});

test('every soak that the documents name exists', async () => {
  const { SOAKS } = await import('../soak/soaks.js');
  for (const document of DOCUMENTS)
    for (const [, name = ''] of readDocument(document).matchAll(/npm run soak ([a-z-]+)/g))
      assert.ok(name in SOAKS, `${document}: ${name}`);
});

/** Links within this repository, without a scheme. */
function linksOf(document: string): Link[] {
  const links = readDocument(document).matchAll(/\]\((?![a-z]+:)([^)#\s]*)(?:#([^)\s]*))?\)/g);
  return [...links].map(([, path = '', anchor]) => ({
    file: path === '' ? document : normalize(join(dirname(document), path)),
    anchor,
  }));
}

function isBroken({ file, anchor }: Link): boolean {
  if (!existsSync(file)) return true;
  return anchor !== undefined && !readHeadings(readDocument(file)).some(({ id }) => id === anchor);
}
