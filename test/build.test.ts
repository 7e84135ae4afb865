import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { beginBuild, isBuilt } from '../build.mjs';

let root: string;
const write = (name: string, text: string) => writeFileSync(join(root, name), text);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wm-build-'));
  mkdirSync(join(root, 'src/agent'), { recursive: true });
  write('src/agent/agent.ts', 'export {};');
  write('package.json', '{}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function build(): void {
  const finish = beginBuild(root);
  write('dist/wm.js', '1');
  finish();
}

test('what was built is built, also when a checkout gives its sources a new time', () => {
  assert.equal(isBuilt(root), false);
  build();
  assert.equal(isBuilt(root), true);
  utimesSync(join(root, 'src/agent/agent.ts'), new Date(), new Date());
  assert.equal(isBuilt(root), true);
});

test('a source that was changed, added, renamed or removed asks for a build', () => {
  const changes: [string, () => void][] = [
    ['changed', () => write('src/agent/agent.ts', 'export {};;')],
    ['added', () => write('src/agent/report.ts', '')],
    ['removed', () => rmSync(join(root, 'src/agent/agent.ts'))],
    ['a tool’s settings', () => write('tsconfig.json', '{}')],
  ];
  for (const [what, change] of changes) {
    build();
    change();
    assert.equal(isBuilt(root), false, what);
  }
});

test('a build that was broken off, and one that lacks a file, is none', () => {
  beginBuild(root);
  write('dist/wm.js', '1');
  assert.equal(isBuilt(root), false);
  build();
  rmSync(join(root, 'dist/wm.js'));
  assert.equal(isBuilt(root), false);
});

test('what changes while it is built belongs to the next build', () => {
  const finish = beginBuild(root);
  write('src/agent/agent.ts', 'export const late = 1;');
  finish();
  assert.equal(isBuilt(root), false);
});
