// node build.mjs: builds dist/. With --if-changed, as in `npm start`, only if its sources have changed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const STEPS = {
  bundles: 'the scripts for pages',
  manifest: 'the description of the elements',
  node: 'the provider, wallets and commands',
  docs: 'the documentation',
};
/** The inputs of a build. The last entry changes with the installed packages. */
const SOURCES = [
  ...['src', 'package.json', 'build.mjs', 'rollup.config.mjs', 'internal-names.mjs', 'tsconfig.json'],
  ...['tsconfig.page.json', 'tsconfig.node.json', 'custom-elements-manifest.config.mjs'],
  ...['docs', 'docs.mjs', 'README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  'node_modules/.package-lock.json',
];
/** Written last, so that an interrupted build has no record. */
const RECORD = 'dist/.built.json';

if (process.argv[1] === import.meta.filename) await main(process.argv[2] === '--if-changed');

async function main(ifChanged) {
  const root = import.meta.dirname;
  if (ifChanged && isBuilt(root)) return;
  if (ifChanged) console.log('Building, because the sources have changed. This takes about half a minute.');
  const start = performance.now();
  const finish = beginBuild(root);
  for (const [index, [step, what]] of Object.entries(STEPS).entries()) {
    if (ifChanged) console.log(`  ${index + 1} of ${Object.keys(STEPS).length}: ${what}`);
    const code = await runStep(step, root, ifChanged);
    if (code !== 0) {
      console.error(`The build of ${what} failed. See above. To repeat it: npm run build:${step}`);
      process.exit(1);
    }
  }
  finish();
  if (ifChanged) console.log(`Built in ${((performance.now() - start) / 1000).toFixed(0)} s.`);
}

/**
 * True if dist/ is complete and up to date. Compares contents, because a clone or a checkout changes
 * timestamps.
 */
export function isBuilt(root) {
  const file = join(root, RECORD);
  if (!existsSync(file)) return false;
  const { sources, outputs } = JSON.parse(readFileSync(file, 'utf8'));
  return sources === hashSources(root) && outputs === hashOutputs(root);
}

/**
 * Removes dist/. Returns a function to call after the build. Sources that change during the build trigger the
 * next one.
 */
export function beginBuild(root) {
  const sources = hashSources(root);
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  mkdirSync(join(root, 'dist'));
  return () => writeFileSync(join(root, RECORD), JSON.stringify({ sources, outputs: hashOutputs(root) }));
}

function hashSources(root) {
  const hash = createHash('sha256');
  for (const name of SOURCES.flatMap((source) => filesOf(root, source))) {
    hash.update(`${name}\0`).update(
      createHash('sha256')
        .update(readFileSync(join(root, name)))
        .digest(),
    );
  }
  return hash.digest('base64');
}

/** Hashes names and sizes, which is enough to detect a missing file. */
function hashOutputs(root) {
  const files = filesOf(root, 'dist').filter((name) => name !== RECORD);
  const sizes = files.map((name) => `${name} ${statSync(join(root, name)).size}`);
  return createHash('sha256').update(sizes.join('\n')).digest('base64');
}

function filesOf(root, name) {
  const path = join(root, name);
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [name];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(name, join(entry.parentPath, entry.name).slice(path.length + 1)))
    .sort();
}

/** In quiet mode, the output of a step is printed only if the step fails. */
async function runStep(step, cwd, quiet) {
  const stdio = ['ignore', quiet ? 'pipe' : 'inherit', 'inherit'];
  const shell = process.platform === 'win32';
  const child = spawn('npm', ['run', '--silent', `build:${step}`], { cwd, stdio, shell });
  let printed = '';
  child.stdout?.on('data', (chunk) => (printed += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) process.stderr.write(printed);
  return code;
}
