import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { COMPILED, compiledPath } from './compile.mjs';

const MAX_FILES = 16;
export const GROUPS = join(COMPILED, 'groups');
/** Their files take longer than the start of a process, or they start browsers. */
const ALONE_FOLDERS =
  /^test\/(flow|conformance|fault-tolerance|tools|package|testing|soak|attacks\/browser)\//;
/** A process that is measured or changed must have one user. */
const ALONE_SOURCE =
  /performance\.now|memoryUsage|cpuUsage|process\.(on|env)\b.*[=(]|globalThis\.|chromium|puppeteer|playwright/im;

/** Each file is a suite, so its hooks are its own. It is imported when the previous suite has ended. */
const RUN_IN_TURN = `import { AsyncResource } from 'node:async_hooks';
import { after, describe } from 'node:test';
function runInTurn(files) {
  let previous = Promise.resolve();
  for (const file of files) {
    const start = previous;
    let end;
    previous = new Promise((resolve) => (end = resolve));
    describe(file, async () => {
      after(end);
      // node:test finds the suite of a test by its asynchronous context.
      const suite = new AsyncResource('suite');
      await start;
      await suite.runInAsyncScope(() => import(file));
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
    if (ALONE_FOLDERS.test(file) || ALONE_SOURCE.test(readFileSync(file, 'utf8'))) groups.push([file]);
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
