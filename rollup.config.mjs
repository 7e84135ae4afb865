import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';
import { transformSync } from 'esbuild';
import { INTERNAL_NAMES } from './internal-names.mjs';

/** The names of these classes are part of the specification. */
const KEPT_NAMES = /^Monetization(Event|CurrencyAmount)$/;

/** A page that has broken what the modules begin with gets a line, and no uncaught error. */
const GUARDED = {
  banner: 'try{',
  footer:
    '}catch(e){console.warn("[wm-polyfill] Nothing is paid, because this page or browser lacks something. ("+e+")")}',
};

/** Once, for each of Lit's modules begins with it. */
const LIT_NOTICE = '/*! Lit: Copyright 2017 Google LLC, SPDX-License-Identifier: BSD-3-Clause */';

/** Marks an entry that is evaluated only. */
const WITHOUT_EXPORTS = '\0evaluate ';

/** All in one file, for pages that nothing is loaded into. */
const TESTING = /\/testing\//;

/** What runs in pages, as its tsconfig has it. */
const { files: PAGE_FILES, include: PAGE_FOLDERS } = JSON.parse(readFileSync('tsconfig.page.json', 'utf8'));
const PAGE_SOURCES = [...PAGE_FILES, ...PAGE_FOLDERS];

/** Loaded on demand, from beside the script. */
const PARTS = {
  aside: 'stand-aside',
  connect: 'connect-handshake',
  help: 'help',
  legacy: 'legacy/legacy',
  policy: 'policy/document-policy',
  trace: 'trace/open-trace',
  simulation: 'simulation/simulate',
};

/** Loaded on demand by `<wm-status>`: its panel, and each language but English, which is in the element. */
const LANGUAGES = readdirSync('src/wm-status/languages')
  .map((file) => basename(file, '.ts'))
  .filter((language) => language !== 'en');
const STATUS_PARTS = {
  'wm-status.panel': 'dist/esm/wm-status/panel/panel.js',
  ...Object.fromEntries(
    LANGUAGES.map((each) => [`wm-status.${each}`, `dist/esm/wm-status/languages/${each}.js`]),
  ),
};

export default [
  modules(),
  bundle('dist/esm/index.js', { file: 'dist/wm.js', format: 'iife', ...GUARDED }),
  element('wm-status'),
  bundle(STATUS_PARTS, { dir: 'dist', format: 'es' }),
  element('wm-flow'),
  ...Object.entries(PARTS).map(([name, module]) =>
    bundle(`dist/esm/agent/${module}.js`, { file: `dist/wm-${name}.js`, format: 'es' }),
  ),
  bundle('dist/esm/agent/simulation/script-tag.js', { file: 'dist/wm-simulate.js', format: 'iife' }),
  bundle('dist/esm/money/money.js', { file: 'dist/wm-money.js', format: 'es' }),
  bundle('dist/esm/testing/page/inject.js', { file: 'dist/wm-testing.js', format: 'iife' }),
  bundle('dist/esm/connect-page/connect.js', { file: 'dist/connect.js', format: 'iife' }),
  bundle('dist/esm/connect-page/finish.js', { file: 'dist/finish.js', format: 'iife' }),
  bundle('dist/esm/check-page/check-page.js', { file: 'dist/check-page.js', format: 'iife' }),
];

/** `dist/esm`: each source a module with its types, for npm. What follows is bundled from there, so that TypeScript runs once. */
function modules() {
  const files = PAGE_SOURCES.flatMap((source) =>
    source.endsWith('.ts')
      ? source
      : readdirSync(source, { recursive: true, encoding: 'utf8' }).map((file) => join(source, file)),
  );
  return {
    input: files.filter((file) => file.endsWith('.ts')),
    external: /^[^./]/,
    treeshake: false,
    output: { dir: 'dist/esm', preserveModules: true, preserveModulesRoot: 'src', sourcemap: true },
    plugins: [
      typescript({
        tsconfig: './tsconfig.page.json',
        compilerOptions: { module: 'ESNext', moduleResolution: 'Bundler' },
        noEmitOnError: true,
      }),
    ],
  };
}

/** Runs as a classic script and as a module, so it exports nothing. */
function element(name) {
  return bundle(`${WITHOUT_EXPORTS}dist/esm/${name}/define.js`, {
    file: `dist/${name}.js`,
    format: 'iife',
    banner: LIT_NOTICE,
  });
}

function bundle(input, output) {
  return {
    input,
    output: {
      ...output,
      inlineDynamicImports: TESTING.test(input),
      sourcemap: true,
      sourcemapPathTransform: withoutPlace,
    },
    plugins: [
      withoutExports(),
      !TESTING.test(input) && besideTheScript(),
      withoutLit(input),
      minifyTemplates(),
      resolve({ browser: true, exportConditions: ['production'] }),
      withSourceMaps(),
      terser({
        ecma: 2022,
        module: output.format === 'es',
        keep_classnames: KEPT_NAMES,
        ...(/^dist\/esm\/(index|agent\/)/.test(String(input)) && shortNames()),
        // A getter may be read for what it does: onmonetization compiles its content attribute.
        // Some servers name no charset, and some pages are in another than UTF-8.
        format: { ascii_only: true, comments: /^!/ },
        compress: { passes: 3, unsafe_arrows: true, pure_getters: false },
      }),
      printSize(),
      writeIntegrity(),
    ],
  };
}

/** A fresh copy for each file, because terser adds to it. */
function shortNames() {
  const props = Object.fromEntries(
    INTERNAL_NAMES.map((name, index) => [`$${name}`, `$${index.toString(36)}`]),
  );
  const regex = new RegExp(`^(${INTERNAL_NAMES.join('|')})$`);
  return { mangle: { properties: { regex } }, nameCache: { props: { props } } };
}

function withoutExports() {
  return {
    name: 'without-exports',
    resolveId: (id) => (id.startsWith(WITHOUT_EXPORTS) ? id : null),
    load: (id) =>
      id.startsWith(WITHOUT_EXPORTS)
        ? `import ${JSON.stringify(join(process.cwd(), id.slice(WITHOUT_EXPORTS.length)))};`
        : null,
  };
}

/** In wm.js the parts are files beside it. */
function besideTheScript() {
  return {
    name: 'beside-the-script',
    load(id) {
      if (id.endsWith('/agent/neighbours.js'))
        return 'export const importNeighbour = (name) => import(`./wm-${name}.js`);';
      if (id.endsWith('/wm-status/neighbours.js'))
        // A classic script from another origin cannot import relative to itself.
        return `const { src } = document.currentScript ?? {};
          const load = (name) => import(src ? new URL(\`wm-status.\${name}.js\`, src).href : \`./wm-status.\${name}.js\`);
          const TRANSLATED = /^(${LANGUAGES.join('|')})$/;
          export const importTranslation = (name) => TRANSLATED.test(name) ? load(name) : undefined;
          export const importPanel = () => load('panel');`;
      return null;
    },
  };
}

/** Parts of the element make templates, and leave it to the element to render them: they carry no Lit of their own. */
function withoutLit(input) {
  const templates = `
    export const html = (strings, ...values) => ({ _$litType$: 1, strings, values });
    export const nothing = Symbol.for('lit-nothing');`;
  return {
    name: 'without-lit',
    resolveId: (id) => (id === 'lit' && input === STATUS_PARTS ? '\0lit' : null),
    load: (id) => (id === '\0lit' ? templates : null),
  };
}

/** The style sheets and templates of the element. */
function minifyTemplates() {
  const minify = (css) => transformSync(css, { loader: 'css', minify: true }).code.trim();
  return {
    name: 'minify-templates',
    transform(code, id) {
      if (!id.includes('/esm/wm-status/')) return null;
      const small = code
        .replace(/(?<=\bcss(?: \*\/)? ?`)[^`$]*(?=`)/g, minify)
        .replace(/\s*\n\s*(?=[<\w@.?$}>])/g, '\n');
      return { code: small, map: null };
    },
  };
}

/** What TypeScript has written into `dist/esm` knows the sources that it comes from. */
function withSourceMaps() {
  return {
    name: 'with-source-maps',
    load: (id) =>
      id.includes('/dist/esm/')
        ? { code: readFileSync(id, 'utf8'), map: JSON.parse(readFileSync(`${id}.map`, 'utf8')) }
        : null,
  };
}

/** Where packages are installed is no part of what is built. */
function withoutPlace(source) {
  return source.replace(/^.*\/node_modules\//, '../node_modules/');
}

/** `dist/integrity.json`, for `<script integrity="…">`. Written again after each bundle; the last one has them all. */
function writeIntegrity() {
  return {
    name: 'write-integrity',
    writeBundle() {
      const files = readdirSync('dist').filter((name) => name.endsWith('.js'));
      const hashOf = (name) =>
        createHash('sha384')
          .update(readFileSync(`dist/${name}`))
          .digest('base64');
      const hashes = Object.fromEntries(files.sort().map((name) => [name, `sha384-${hashOf(name)}`]));
      writeFileSync('dist/integrity.json', `${JSON.stringify(hashes, null, 2)}\n`);
    },
  };
}

function printSize() {
  return {
    name: 'print-size',
    generateBundle(_options, files) {
      for (const file of Object.values(files)) {
        if (file.type !== 'chunk') continue;
        const kilobytes = (bytes) => `${(bytes / 1000).toFixed(2)} kB`;
        const [raw, gzipped] = [Buffer.byteLength(file.code), gzipSync(file.code).length];
        console.log(`${basename(file.fileName)}: ${kilobytes(raw)}, ${kilobytes(gzipped)} gzip`);
      }
    },
  };
}
