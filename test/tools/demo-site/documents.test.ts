import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, test } from 'node:test';
import { JSDOM } from 'jsdom';
import { PAGES } from '../../../docs.mjs';
import { createDemoSite } from '../../../src/tools/demo-site/create-demo-site.js';
import type { SandboxDirectory } from '../../../src/tools/demo-site/sandbox-directory.js';
import { DOCUMENTS } from '../../docs/documents.js';

const ORIGIN = 'http://localhost:4100';
const directory = {
  provider: 'http://localhost:4101',
  demo: `${ORIGIN}/`,
  unconnectedDemo: 'http://127.0.0.1:4100/connect.html',
  script: `${ORIGIN}/wm.js`,
  accounts: { visitor: 'http://localhost:4102/', receiver: 'http://localhost:4103/' },
  testWalletAddresses: { ok: 'http://localhost:4103/ok' },
} as unknown as SandboxDirectory;
const site = await createDemoSite(directory);
after(() => site.close());

const pages = new Map<string, Document>();
for (const page of PAGES.values()) {
  const path = `/docs/${page === 'index.html' ? '' : page}`;
  const { statusCode, body } = await site.inject(path);
  assert.equal(statusCode, 200, path);
  pages.set(path, new JSDOM(body).window.document);
}

test('every document is a page of the demo site', () => {
  assert.deepEqual([...PAGES.keys()].sort(), [...DOCUMENTS].sort());
  for (const [path, document] of pages) {
    assert.ok(document.querySelector('h1'), path);
    assert.doesNotMatch(document.documentElement.outerHTML, /\{\{[\w.]+\}\}|<!-- part/, path);
  }
});

test('every link between the documents leads to a page, a heading or a picture', () => {
  for (const [path, document] of pages) {
    for (const link of document.querySelectorAll('main a[href]')) {
      const { origin, pathname, hash } = new URL(link.getAttribute('href') ?? '', ORIGIN + path);
      if (origin !== ORIGIN || !pathname.startsWith('/docs/')) continue;
      const target = pages.get(pathname);
      assert.ok(target, `${path}: ${pathname}`);
      if (hash) assert.ok(target.getElementById(hash.slice(1)), `${path}: ${pathname}${hash}`);
    }
    for (const picture of document.querySelectorAll('main img'))
      assert.ok(existsSync(`.${picture.getAttribute('src')}`), `${path}: ${picture.getAttribute('src')}`);
  }
});

test('the index has every heading, and every page leads to every guide', () => {
  const index = pages.get('/docs/');
  for (const [path, document] of pages) {
    const headings = path === '/docs/' ? [] : document.querySelectorAll('main :is(h2, h3)[id]');
    for (const { id } of headings) assert.ok(index?.querySelector(`[href="${path}#${id}"]`), `${path}#${id}`);
    assert.equal(document.querySelectorAll('nav[aria-label="Documentation"] a').length, 24, path);
  }
});

test('an unknown page gets 404', async () => {
  for (const path of ['/docs/missing.html', '/docs/reference/missing.html', '/docs/..%2fpackage.json'])
    assert.equal((await site.inject(path)).statusCode, 404, path);
});
