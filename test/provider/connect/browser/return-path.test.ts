import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFragment, sanitizeReturnPath } from '../../../../src/provider/connect/browser/return-path.js';

for (const path of ['/', '/blog', '/blog/', '/a/b.html', '/caf%C3%A9/x,y;z', '/@user/~me']) {
  test(`the visitor returns to ${path}`, () => assert.equal(sanitizeReturnPath(path), path));
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
  test(`${JSON.stringify(path.slice(0, 30))} could lead to another origin and is replaced by the first page`, () => {
    assert.equal(sanitizeReturnPath(path), '/');
    assert.equal(new URL(`https://site.example${sanitizeReturnPath(path)}`).origin, 'https://site.example');
  });
}

test('the fragment contains the connection and the return path', () => {
  assert.deepEqual(parseFragment('#id/blog/post'), { id: 'id', path: '/blog/post' });
  assert.deepEqual(parseFragment('#id/go?to=//evil.example'), { id: 'id', path: '/' });
  assert.deepEqual(parseFragment('#id'), { id: 'id', path: null });
  assert.deepEqual(parseFragment(''), { id: '', path: null });
  assert.deepEqual(parseFragment('#a?b'), { id: 'a%3Fb', path: null });
});
