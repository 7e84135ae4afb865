import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { beginBuild, isBuilt } from '../../build.mjs';

let root: string;
const write = (name: string, text: string) => writeFileSync(join(root, name), text);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wm-build-'));
  mkdirSync(join(root, 'src/page/agent'), { recursive: true });
  write('src/page/agent/agent.ts', 'export {};');
  write('package.json', '{}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function build(): void {
  const finish = beginBuild(root);
  write('dist/wm.js', '1');
  finish();
}

test('the build is up to date even when a checkout changes the sources’ times', () => {
  assert.equal(isBuilt(root), false);
  build();
  assert.equal(isBuilt(root), true);
  utimesSync(join(root, 'src/page/agent/agent.ts'), new Date(), new Date());
  assert.equal(isBuilt(root), true);
});

test('a changed, added, renamed or removed source requires a build', () => {
  const changes: [string, () => void][] = [
    ['changed', () => write('src/page/agent/agent.ts', 'export {};;')],
    ['added', () => write('src/page/agent/report-error.ts', '')],
    ['removed', () => rmSync(join(root, 'src/page/agent/agent.ts'))],
    ['a tool’s settings', () => write('tsconfig.json', '{}')],
  ];
  for (const [what, change] of changes) {
    build();
    change();
    assert.equal(isBuilt(root), false, what);
  }
});

test('an interrupted build, or one that lacks a file, is not up to date', () => {
  beginBuild(root);
  write('dist/wm.js', '1');
  assert.equal(isBuilt(root), false);
  build();
  rmSync(join(root, 'dist/wm.js'));
  assert.equal(isBuilt(root), false);
});

test('a change during the build requires another build', () => {
  const finish = beginBuild(root);
  write('src/page/agent/agent.ts', 'export const late = 1;');
  finish();
  assert.equal(isBuilt(root), false);
});
