import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFragment, returnPath } from '../../src/connect-page/return-path.js';

for (const path of ['/', '/blog', '/blog/', '/a/b.html', '/caf%C3%A9/x,y;z', '/@user/~me']) {
  test(`a visitor comes back to ${path}`, () => assert.equal(returnPath(path), path));
}

const ELSEWHERE = [
  '//evil.example',
  '/\\evil.example',
  '/go/https://evil.example',
  '/go//evil.example',
  '/go/%2F%2fevil.example',
  '/go/%5cevil.example',
  '/a?to=https://evil.example',
  '/a#b',
  'evil.example',
  '@evil.example',
  '.evil.example',
  ':443/',
  '/a\nb',
  `/${'a'.repeat(600)}`,
];
for (const path of ELSEWHERE) {
  test(`${JSON.stringify(path.slice(0, 30))} could lead elsewhere: back to the first page`, () => {
    assert.equal(returnPath(path), '/');
    assert.equal(new URL(`https://site.example${returnPath(path)}`).origin, 'https://site.example');
  });
}

test('the fragment names the connection, and where the visitor comes from', () => {
  assert.deepEqual(parseFragment('#id/blog/post'), { id: 'id', path: '/blog/post' });
  assert.deepEqual(parseFragment('#id/go?to=//evil.example'), { id: 'id', path: '/' });
  assert.deepEqual(parseFragment('#id'), { id: 'id', path: null });
  assert.deepEqual(parseFragment(''), { id: '', path: null });
  assert.deepEqual(parseFragment('#a?b'), { id: 'a%3Fb', path: null });
});
