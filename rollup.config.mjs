import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve as resolvePath } from 'node:path';
import { gzipSync } from 'node:zlib';
import resolve from '@rollup/plugin-node-resolve';
import typescript from '@rollup/plugin-typescript';
import { transformSync } from 'esbuild';
import { minify } from 'terser';
import ts from 'typescript';
import { INTERNAL_NAMES } from './internal-names.mjs';

/** The names of these classes are part of the specification. */
const KEPT_NAMES = /^Monetization(Event|CurrencyAmount)$/;

/** Globals that a page may replace before the agent has been loaded. Both files use those of the start. */
const GLOBALS = [
  'AbortSignal',
  'JSON',
  'Map',
  'MutationObserver',
  'Promise',
  'Proxy',
  'Set',
  'URL',
  'WeakMap',
  'WeakSet',
  'fetch',
  'setTimeout',
];

/**
 * If a page has broken the built-ins that the modules need at load time, it gets a warning instead of an
 * uncaught error.
 */
const GUARDED = {
  banner: `try{const{${GLOBALS}}=globalThis;`,
  footer:
    '}catch(e){console.warn("[wm-polyfill] Could not start: this page or browser lacks a required feature. ("+e+")")}',
};

/** Printed once, because each of Lit's modules has its own copy. */
const LIT_NOTICE = '/*! Lit: Copyright 2017 Google LLC, SPDX-License-Identifier: BSD-3-Clause */';

/** Marks an entry that is only evaluated and exports nothing. It may name several modules. */
const WITHOUT_EXPORTS = '\0evaluate ';

/** All that a page without a server of its own needs, in one file. */
const ALL_MODULES = `${WITHOUT_EXPORTS}${['index', 'page/elements/wm-status/define', 'page/elements/wm-flow/define'].map((name) => `dist/esm/${name}.js`)}`;

/** Bundled into one file: the page cannot load others, or should not need them. */
const isOneFile = (input) => input === ALL_MODULES || /\/testing\//.test(input);

/** The sources that run in pages. tsconfig.page.json is the only list of them. */
const PAGE_SOURCES = ts
  .parseJsonConfigFileContent(ts.readConfigFile('tsconfig.page.json', ts.sys.readFile).config, ts.sys, '.')
  .fileNames.map((file) => relative('.', file));

/** Loaded on demand, from the folder of the script. */
const LAZY_MODULES = {
  agent: 'agent/agent',
  passive: 'agent/passive-agent/passive-agent',
  connect: 'agent/connection/connect-handshake',
  diagnostics: 'agent/diagnostics/report-configuration-problems',
  legacy: 'agent/legacy/legacy',
  policy: 'agent/policy/document-policy',
  trace: 'agent/trace/open-trace',
  simulation: 'simulation/start-simulation',
  'simulation-control': 'simulation/control/open-control',
};

/** A wm-agent.js of another version is refused. */
const { version: VERSION } = JSON.parse(readFileSync('package.json', 'utf8'));

/** The modules that wm.js passes to wm-agent.js, so that both use the same classes and native functions. */
const SHARED = {
  'page/api/monetization-event': ['MonetizationEvent'],
  'page/api/monetization-currency-amount': ['MonetizationCurrencyAmount'],
  'page/api/natives': ['NativeEvent', 'NativeEventTarget'],
  'page/api/onmonetization-attribute': [
    'addEventListener',
    'removeEventListener',
    'observeContentAttributes',
  ],
  'page/agent/core/platform': [
    'capturePlatform',
    'dispatch',
    'isDispatched',
    'queueMicrotaskSteps',
    'queueTask',
  ],
  'page/agent/core/load-lazy-module': ['createModuleImporter', 'loadLazyModule'],
  'page/agent/core/is-simulation-allowed': ['isLocalSandbox', 'SIMULATE'],
  'page/agent/core/element-loader': ['createElementLoader'],
  'page/agent/links/document-observer': ['observeDocument'],
  'page/agent/links/monetization-link': ['findLinks', 'isMonetizationLink'],
  'page/agent/state/expose-state': ['exposeState'],
  'page/api/change-listener': ['changeListener'],
};

/** Makes wm-agent.js a function of what wm.js passes to it. */
const AGENT_WRAPPER = {
  format: 'iife',
  name: 'agent',
  banner: `export default(version,shared,{${GLOBALS}})=>{if(version!=="${VERSION}")throw new Error("version ${VERSION}, but wm.js has "+version);`,
  footer: 'return agent}',
};

/**
 * Loaded on demand by `<wm-status>`: its panel and all languages except English, which is part of the
 * element.
 */
const LOCALES = readdirSync('src/page/elements/wm-status/locales')
  .map((file) => basename(file, '.ts'))
  .filter((language) => language !== 'en');
const STATUS_MODULES = {
  'wm-status.panel': 'dist/esm/page/elements/wm-status/panel/panel.js',
  ...Object.fromEntries(
    LOCALES.map((each) => [`wm-status.${each}`, `dist/esm/page/elements/wm-status/locales/${each}.js`]),
  ),
};

export default [
  modules(),
  bundle('dist/esm/index.js', { file: 'dist/wm.js', format: 'iife', ...GUARDED }),
  element('wm-status'),
  bundle(STATUS_MODULES, { dir: 'dist', format: 'es' }),
  element('wm-flow'),
  ...Object.entries(LAZY_MODULES).map(([name, module]) =>
    bundle(`dist/esm/page/${module}.js`, {
      file: `dist/wm-${name}.js`,
      format: 'es',
      ...(name === 'agent' && AGENT_WRAPPER),
    }),
  ),
  bundle(ALL_MODULES, {
    file: 'dist/wm.all.js',
    format: 'iife',
    ...GUARDED,
    banner: `${LIT_NOTICE}${GUARDED.banner}`,
  }),
  bundle('dist/esm/page/simulation/script-tag-warning.js', { file: 'dist/wm-simulate.js', format: 'iife' }),
  bundle('dist/esm/page/money/money.js', { file: 'dist/wm-money.js', format: 'es' }),
  bundle('dist/esm/testing/page/inject.js', { file: 'dist/wm-testing.js', format: 'iife' }),
  bundle('dist/esm/provider/connect/browser/connect.js', { file: 'dist/connect.js', format: 'iife' }),
  bundle('dist/esm/provider/connect/browser/finish.js', { file: 'dist/finish.js', format: 'iife' }),
  bundle('dist/esm/tools/check/browser/page-observer.js', { file: 'dist/page-observer.js', format: 'iife' }),
];

/**
 * `dist/esm`: one module with types per source, for npm. The bundles below are built from it, so that
 * TypeScript runs once.
 */
function modules() {
  return {
    input: PAGE_SOURCES,
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

/** Runs as a classic script and as a module, so it has no exports. */
function element(name) {
  return bundle(`${WITHOUT_EXPORTS}dist/esm/page/elements/${name}/define.js`, {
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
      inlineDynamicImports: isOneFile(input),
      sourcemap: true,
      sourcemapPathTransform: relativePackagePath,
    },
    plugins: [
      withoutExports(),
      !isOneFile(input) && lazyModulesBesideScript(input),
      withoutLit(input),
      minifyTemplates(),
      output.format === 'iife' && withDocument(),
      resolve({ browser: true, exportConditions: ['production'] }),
      withSourceMaps(),
      minifyScripts(() => ({
        ecma: 2022,
        module: output.format === 'es' || output.name === 'agent',
        keep_classnames: KEPT_NAMES,
        // Errors about replaced globals contain their names.
        mangle: { reserved: GLOBALS },
        ...(/^dist\/esm\/(index|page\/(agent|boot|simulation)\/)/.test(String(input)) && shortNames()),
        // ASCII only: some servers send no charset, and some pages are not in UTF-8.
        format: { ascii_only: true, comments: /^!/ },
        // Not pure_getters: reading onmonetization compiles its content attribute.
        compress: { passes: 3, hoist_funs: true, unsafe_arrows: true, pure_getters: false },
      })),
      printSize(),
      writeIntegrity(),
    ],
  };
}

/** A new copy for each file, because terser modifies it. */
function shortNames() {
  const props = Object.fromEntries(
    INTERNAL_NAMES.map((name, index) => [`$${name}`, `$${index.toString(36)}`]),
  );
  const regex = new RegExp(`^(${INTERNAL_NAMES.join('|')})$`);
  return { mangle: { reserved: GLOBALS, properties: { regex } }, nameCache: { props: { props } } };
}

function withoutExports() {
  return {
    name: 'without-exports',
    resolveId: (id) => (id.startsWith(WITHOUT_EXPORTS) ? id : null),
    load: (id) =>
      id.startsWith(WITHOUT_EXPORTS)
        ? id
            .slice(WITHOUT_EXPORTS.length)
            .split(',')
            .map((module) => `import ${JSON.stringify(join(process.cwd(), module))};`)
            .join('')
        : null,
  };
}

/**
 * In wm.js, lazy modules are files in the same folder. An import in a classic script from another origin is
 * not relative to the script.
 */
function lazyModulesBesideScript(input) {
  const isAgent = input.endsWith?.('/agent/agent.js');
  return {
    name: 'lazy-modules-beside-script',
    resolveId: (id) => (id === '\0shared' ? id : null),
    load(id) {
      const shared = Object.keys(SHARED).find((name) => id.endsWith(`/${name}.js`));
      if (isAgent && shared) return sharedModule(shared);
      if (id === '\0shared') return sharedObjects();
      if (id.endsWith('/agent/core/lazy-modules.js'))
        return `export const HAS_LAZY_FILES = true;
          ${
            input.endsWith?.('/esm/index.js')
              ? `import { shared } from '\0shared';
                const globals = { ${GLOBALS} };
                export const importLazyModule = async (name, url) => {
                  const module = await import(url);
                  // Only wm-agent.js has a default export.
                  return module.default?.(${JSON.stringify(VERSION)}, shared(), globals) ?? module;
                };`
              : 'export const importLazyModule = (name, url) => import(url);'
          }`;
      if (id.endsWith('/wm-status/lazy-modules.js'))
        // A classic script from another origin cannot import relative to itself.
        return `const { src } = document.currentScript ?? {};
          const load = (name) => import(src ? new URL(\`wm-status.\${name}.js\`, src).href : \`./wm-status.\${name}.js\`);
          const TRANSLATED = /^(${LOCALES.join('|')})$/;
          export const importTranslation = (name) => TRANSLATED.test(name) ? load(name) : undefined;
          export const importPanel = () => load('panel');`;
      return null;
    },
  };
}

/** What wm.js passes to wm-agent.js: a list, because the two files may shorten names differently. */
function sharedObjects() {
  const modules = Object.entries(SHARED);
  const imports = modules.map(
    ([module, names]) =>
      `import { ${names} } from ${JSON.stringify(resolvePath('dist/esm', `${module}.js`))};`,
  );
  return `${imports.join('\n')} export const shared = () => [${modules.flatMap(([, names]) => names)}];`;
}

/** A module of wm-agent.js that takes its exports from what wm.js has passed. */
function sharedModule(module) {
  const all = Object.entries(SHARED).flatMap(([key, names]) => names.map((name) => [key, name]));
  return SHARED[module]
    .map((name) => {
      const index = all.findIndex(([key, other]) => key === module && other === name);
      return `export const ${name} = /*@__PURE__*/ (() => shared[${index}])();`;
    })
    .join('\n');
}

/** Lazy parts of the element create templates, and the element renders them, so they do not bundle Lit. */
function withoutLit(input) {
  const templates = `
    export const html = (strings, ...values) => ({ _$litType$: 1, strings, values });
    export const nothing = Symbol.for('lit-nothing');`;
  return {
    name: 'without-lit',
    resolveId: (id) => (id === 'lit' && input === STATUS_MODULES ? '\0lit' : null),
    load: (id) => (id === '\0lit' ? templates : null),
  };
}

/** A script of a page has a document. Server-side rendering imports the modules of `dist/esm`. */
function withDocument() {
  return {
    name: 'with-document',
    transform: (code, id) =>
      id.includes('/esm/page/') || id.endsWith('/esm/index.js')
        ? {
            code: code
              .replaceAll(/typeof document\b/g, '"object"')
              .replaceAll(/typeof DOMTokenList\b/g, '"function"'),
            map: null,
          }
        : null,
  };
}

/** In this thread, unlike @rollup/plugin-terser: a new thread for each bundle would compile terser again. */
function minifyScripts(getOptions) {
  return {
    name: 'minify-scripts',
    async renderChunk(source) {
      const { code, map } = await minify(source, { ...getOptions(), sourceMap: true });
      return { code, map: JSON.parse(map) };
    },
  };
}

/** Minifies the style sheets and templates of the elements. */
function minifyTemplates() {
  const minify = (css) => transformSync(css, { loader: 'css', minify: true }).code.trim();
  return {
    name: 'minify-templates',
    transform(code, id) {
      if (!id.includes('/esm/page/elements/')) return null;
      const small = code
        .replace(/(?<=\bcss(?: \*\/)? ?`)[^`$]*(?=`)/g, minify)
        .replace(/\s*\n\s*(?=[<\w@.?$}>])/g, '\n');
      return { code: small, map: null };
    },
  };
}

/** Passes on the source maps that TypeScript has written to `dist/esm`. */
function withSourceMaps() {
  return {
    name: 'with-source-maps',
    load: (id) =>
      id.includes('/dist/esm/')
        ? { code: readFileSync(id, 'utf8'), map: JSON.parse(readFileSync(`${id}.map`, 'utf8')) }
        : null,
  };
}

/** The installation path of packages must not be part of the build. */
function relativePackagePath(source) {
  return source.replace(/^.*\/node_modules\//, '../node_modules/');
}

/**
 * Writes `dist/integrity.json`, for `<script integrity="…">`, after each bundle. The last version is
 * complete.
 */
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
