import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transform } from 'esbuild';
import { bundlePackages } from './bundle-packages.mjs';

/** The compiled sources and tests. Below the root, so that packages are found. */
export const COMPILED = join('.cache', 'test');

/**
 * Compiles the sources and the tests once. With a loader, each of some 400 processes would do it again, and
 * need 1.5 more seconds of CPU time for that. `import.meta` still describes the original file.
 */
export async function compile() {
  rmSync(COMPILED, { recursive: true, force: true });
  // Commands that the tests start also find the bundled packages first.
  if (existsSync('dist/node')) cpSync('dist/node', join(COMPILED, 'dist/node'), { recursive: true });
  const inRoot = readdirSync('.').filter((name) => name.endsWith('.mjs'));
  const files = [...inRoot, ...filesOf('src'), ...filesOf('test')];
  await Promise.all([bundlePackages(COMPILED), ...files.map(compileFile)]);
}

export function compiledPath(file) {
  return join(COMPILED, file.replace(/\.ts$/, '.js'));
}

async function compileFile(file) {
  const path = resolve(file);
  const meta = { url: pathToFileURL(path).href, filename: path, dirname: dirname(path) };
  const define = Object.entries(meta).map(([name, value]) => [`import.meta.${name}`, JSON.stringify(value)]);
  const { code } = await transform(readFileSync(file, 'utf8'), {
    ...{ loader: extname(file) === '.ts' ? 'ts' : 'js', sourcefile: path, sourcemap: 'inline' },
    ...{ sourcesContent: false, target: 'node20', define: Object.fromEntries(define) },
    tsconfigRaw: readFileSync('tsconfig.json', 'utf8'),
  });
  const output = compiledPath(file);
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, code);
}

function filesOf(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter(
      (name) => /\.(ts|mjs)$/.test(name) && !name.endsWith('.d.ts') && !name.startsWith(join('test', 'page')),
    );
}
