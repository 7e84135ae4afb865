import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { COMPILED, compiledPath } from './compile.mjs';

const MAX_FILES = 16;
export const GROUPS = join(COMPILED, 'groups');
/** Their files take longer than the start of a process, or they start browsers. */
const ALONE_FOLDERS =
  /^test\/(flow|conformance|fault-tolerance|tools|package|testing|soak|attacks\/browser)\//;
/** Their files share a process and its browsers (test/support/browsers/shared-browser.ts). */
const SHARED_BROWSERS = [/^test\/attacks\/browser\/(approve-button|frame-delegation|overlapping-windows)\./];
/** A process that is measured or changed must have one user. */
const ALONE_SOURCE =
  /performance\.now|memoryUsage|cpuUsage|process\.(on|env)\b.*[=(]|globalThis\.|chromium|puppeteer|playwright/im;

/** Each file is a suite, so its hooks are its own. It is imported when the previous suite has ended. */
const RUN_IN_TURN = `import '../test/support/at-end.js';
import { AsyncResource } from 'node:async_hooks';
import { after, describe } from 'node:test';
const { setTimeout, clearTimeout } = globalThis;
function runInTurn(files) {
  let previous = Promise.resolve();
  for (const file of files) {
    const start = previous;
    let end;
    previous = new Promise((resolve) => (end = resolve));
    describe(file, async () => {
      let late;
      // A hook that fails skips the later ones.
      after(() => (late = setTimeout(end, 10_000)));
      // node:test finds the suite of a test by its asynchronous context.
      const suite = new AsyncResource('suite');
      await start;
      try {
        await suite.runInAsyncScope(() => import(file));
      } finally {
        // The last hook: the next file may use the same browsers.
        suite.runInAsyncScope(() => after(() => (clearTimeout(late), end())));
      }
    });
  }
}`;

/**
 * Compiled programs that run the test files. Short files of one folder share a process, because its start
 * takes longer than they do. Each program comes with its sources.
 */
export function groupFiles(files) {
  rmSync(GROUPS, { recursive: true, force: true });
  mkdirSync(GROUPS, { recursive: true });
  const groups = [];
  const open = new Map();
  for (const file of files) {
    const folder = dirname(file).split('/').slice(0, 2).join('/');
    const shared = SHARED_BROWSERS.find((pattern) => pattern.test(file));
    if (shared) {
      if (!open.get(shared)) groups.push(open.set(shared, []).get(shared));
      open.get(shared).push(file);
    } else if (ALONE_FOLDERS.test(file) || ALONE_SOURCE.test(readFileSync(file, 'utf8'))) groups.push([file]);
    else if (open.get(folder)?.length < MAX_FILES) open.get(folder).push(file);
    else groups.push(open.set(folder, [file]).get(folder));
  }
  return groups.map((sources, index) => [
    sources.length > 1 ? writeGroup(index, sources) : compiledPath(sources[0]),
    sources,
  ]);
}

function writeGroup(index, sources) {
  const program = join(GROUPS, `${index}.js`);
  const files = sources.map((file) => relative(dirname(program), compiledPath(file)));
  writeFileSync(program, `${RUN_IN_TURN}\nrunInTurn(${JSON.stringify(files)});\n`);
  return program;
}
