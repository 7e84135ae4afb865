import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const PAGES = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...readdirSync('docs').map((name) => join('docs', name)),
];

for (const page of PAGES) {
  test(`what ${page} links to exists`, () => {
    const text = readFileSync(page, 'utf8');
    const files = [...text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, path = '']) => path);
    assert.deepEqual(
      files.filter((path) => !existsSync(join(dirname(page), path))),
      [],
    );
  });
}

test('every soak that the documents name is one', async () => {
  const { SOAKS } = await import('../soak/soaks.js');
  for (const page of PAGES)
    for (const [, name = ''] of readFileSync(page, 'utf8').matchAll(/npm run soak ([a-z-]+)/g))
      assert.ok(name in SOAKS, `${page}: ${name}`);
});
