import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { build as bundle } from 'esbuild';
import { publint } from 'publint';
import { launchChromiumShell } from '../support/browsers/chromium.js';
import { listFiles, installPackage, runInFolder } from './install-package.js';

/** The package as users install it: packed, and unpacked into an empty project with its dependencies only. */
const ROOT = process.cwd();
const MANIFEST = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

let project: string;
let tarball: Buffer;
let installed: string;

interface Manifest {
  readonly exports: Record<string, string | { types: string; default: string }>;
  readonly customElements: string;
}

before(async () => {
  project = await mkdtemp(join(tmpdir(), 'wm-package-'));
  installed = join(project, 'node_modules', 'wm-polyfill');
  tarball = await installPackage(project);
});
after(() => rm(project, { recursive: true, force: true }));

test('publint finds no problem in the package', async () => {
  const data = new Uint8Array(tarball).buffer;
  const { messages } = await publint({ pack: { tarball: data }, strict: true });
  assert.deepEqual(messages, []);
});

test('the types of every entry match its exports', async () => {
  const scripts = Object.keys(MANIFEST.exports).filter((entry) => /\.js(on)?$/.test(entry));
  const result = await checkPackage(createPackageFromTarballData(tarball), { excludeEntrypoints: scripts });
  assert.ok(result.types);
  // The package is ESM only: TypeScript's oldest resolution and require() are not supported.
  const modern = result.problems.filter(
    (problem) => !('resolutionKind' in problem && /^node1(0|6-cjs)$/.test(problem.resolutionKind)),
  );
  assert.deepEqual(modern, []);
});

test('every entry resolves to a built file', () => {
  const files = Object.values(MANIFEST.exports).flatMap((entry) =>
    typeof entry === 'string' ? [entry] : Object.values(entry),
  );
  assert.deepEqual(
    files.filter((file) => !existsSync(join(installed, file.replace('*', 'panel')))),
    [],
  );
});

test('the documents are in the package, as Markdown and as pages of the demo site', () => {
  const files = ['docs/README.md', 'docs/demo.png', 'docs/reference/exports.md', 'SECURITY.md'];
  const pages = ['dist/docs/index.html', 'dist/docs/reference/exports.html'];
  assert.deepEqual(
    [...files, ...pages].filter((file) => !existsSync(join(installed, file))),
    [],
  );
});

test('every module entry can be imported on a server that has only the package’s dependencies', async () => {
  const entries = Object.keys(MANIFEST.exports).filter(
    (entry) => !/\.js(on)?$/.test(entry) && !PEERS.has(entry),
  );
  const script = `
    for (const entry of ${JSON.stringify(entries)}) {
      await import(entry.replace('.', 'wm-polyfill'));
      console.log(entry);
    }
    process.exit();`;
  const printed = await runInFolder(process.execPath, ['--input-type=module', '--eval', script], project);
  assert.deepEqual(printed.trim().split('\n'), entries);
});

/** Entries that need a package of the user. */
const PEERS = new Set(['./testing']);

test('a bundler includes only the parts that a site imports', async () => {
  const sizeOf = async (contents: string) => (await bundled(contents)).length;
  const money = await bundled(`import { sum } from 'wm-polyfill/money'; console.log(sum([]));`);
  assert.doesNotMatch(money, /NumberFormat/, 'sum() without format()');
  assert.ok(money.length < 2_000);
  assert.ok(
    (await sizeOf(`import { isSupported } from 'wm-polyfill/fn'; console.log(isSupported());`)) < 4_000,
  );
  assert.match(await bundled(`import 'wm-polyfill';`), /startFromScript|relList/, 'side effects are kept');
  assert.match(await bundled(`import 'wm-polyfill/wm-status/define';`), /customElements\.define/);
});

test('editors find <wm-status> and <wm-flow> with all of their styling hooks', () => {
  const file = join(installed, MANIFEST.customElements);
  const { modules } = JSON.parse(readFileSync(file, 'utf8')) as { modules: ManifestModule[] };
  for (const { path } of modules) assert.ok(existsSync(join(installed, path)), path);
  const elements = modules.flatMap(({ declarations }) => declarations).filter(({ tagName }) => tagName);
  assert.deepEqual(elements.map(({ tagName }) => tagName).sort(), ['wm-flow', 'wm-status']);
  for (const { tagName, cssParts, cssProperties, members } of elements) {
    // The lazy modules of an element are next to it: wm-status.panel.js
    const styled = readdirSync(join(installed, 'dist'))
      .filter((name) => name.startsWith(`${tagName}.`) && name.endsWith('.js'))
      .map((name) => readFileSync(join(installed, 'dist', name), 'utf8'))
      .join('');
    for (const { name } of cssParts ?? [])
      assert.match(styled, new RegExp(`part="([\\w-]+ )*${name}[ "]`), name);
    for (const { name } of cssProperties ?? []) assert.ok(styled.includes(name), name);
    const hidden = (members ?? []).filter(({ name }) => name.startsWith('_') || name.startsWith('#'));
    assert.deepEqual(hidden, []);
  }
});

interface ManifestModule {
  readonly path: string;
  readonly declarations: readonly {
    readonly tagName?: string;
    readonly cssParts?: readonly { name: string }[];
    readonly cssProperties?: readonly { name: string }[];
    readonly members?: readonly { name: string }[];
  }[];
}

test('integrity.json has the hash of each script of the package', async () => {
  const scripts = (await listFiles(join(installed, 'dist'))).filter((name) => /^[\w.-]+\.js$/.test(name));
  const hashes = await readHashes();
  assert.deepEqual(Object.keys(hashes), scripts);
  for (const name of scripts) {
    const hash = createHash('sha384')
      .update(readFileSync(join(installed, 'dist', name)))
      .digest('base64');
    assert.equal(hashes[name], `sha384-${hash}`);
  }
});

test('a browser accepts the script with its hash, and rejects a modified one', async () => {
  const script = await readFile(join(installed, 'dist/wm.js'), 'utf8');
  const { 'wm.js': integrity } = await readHashes();
  const page = (file: string) =>
    `<!doctype html><script src="/${file}" integrity="${integrity}" data-provider="http://localhost:1"></script>`;
  const answers: Record<string, [type: string, body: string]> = {
    '/': ['text/html', page('wm.js')],
    '/changed': ['text/html', page('changed.js')],
    '/wm.js': ['text/javascript', script],
    '/changed.js': ['text/javascript', `${script} `],
  };
  const server = createServer(({ url = '' }, response) => {
    const [type, body] = answers[url] ?? ['text/plain', ''];
    response.writeHead(answers[url] ? 200 : 404, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const origin = `http://localhost:${(server.address() as { port: number }).port}`;
  const browser = await launchChromiumShell();
  try {
    const tab = await browser.newPage();
    const isSupported = () => document.createElement('link').relList.supports('monetization');
    await tab.goto(`${origin}/`);
    assert.equal(await tab.evaluate(isSupported), true);
    await tab.goto(`${origin}/changed`);
    assert.equal(await tab.evaluate(isSupported), false);
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
});

test('a build on another machine produces the same bytes for browsers', async () => {
  const elsewhere = join(project, 'elsewhere');
  const sources = [
    'src',
    'package.json',
    'tsconfig.json',
    'tsconfig.page.json',
    'rollup.config.mjs',
    'internal-names.mjs',
  ];
  const names = [...sources, 'custom-elements-manifest.config.mjs'];
  for (const name of names) await cp(join(ROOT, name), join(elsewhere, name), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(elsewhere, 'node_modules'));
  for (const step of ['bundles', 'manifest'])
    await runInFolder('npm', ['run', '--silent', `build:${step}`], elsewhere);

  const [built, packed] = [join(elsewhere, 'dist'), join(installed, 'dist')];
  const files = await listFiles(built);
  assert.deepEqual(
    files,
    (await listFiles(packed)).filter((name) => !/^(?:docs|node)\//.test(name)),
  );
  const differing = files.filter(
    (name) => !readFileSync(join(built, name)).equals(readFileSync(join(packed, name))),
  );
  assert.deepEqual(differing, [], 'npm run build, when the sources are newer than dist/');
});

async function bundled(contents: string): Promise<string> {
  const { outputFiles } = await bundle({
    stdin: { contents, resolveDir: project },
    bundle: true,
    minify: true,
    format: 'esm',
    splitting: true,
    outdir: join(project, 'bundle'),
    write: false,
  });
  return outputFiles.find(({ path }) => path.endsWith('stdin.js'))?.text ?? '';
}

async function readHashes(): Promise<Record<string, string>> {
  return JSON.parse(await readFile(join(installed, 'dist/integrity.json'), 'utf8')) as Record<string, string>;
}

test('every script for pages is ASCII, because a page may have any encoding', () => {
  const scripts = readdirSync(join(installed, 'dist')).filter((name) => name.endsWith('.js'));
  assert.ok(scripts.includes('wm.js') && scripts.includes('wm-status.ar.js'));
  const others = scripts.filter((name) =>
    readFileSync(join(installed, 'dist', name)).some((byte) => byte > 127),
  );
  assert.deepEqual(others, []);
});

test('npx wm runs in the clone itself, from the build output', async () => {
  assert.match(await runInFolder('npx', ['--no-install', 'wm', '--help'], ROOT), /wm sandbox/);
});
