import { join, relative } from 'node:path';

/**
 * The arguments of Node.js to run a TypeScript program of the tests in a separate process.
 * `node test/run.mjs` has compiled it, see compile.mjs.
 */
export function programArguments(file: string): string[] {
  const compiled = process.env['WM_TEST_COMPILED'];
  if (!compiled) return ['--import', 'tsx', file];
  return [join(compiled, relative('.', file)).replace(/\.ts$/, '.js')];
}
