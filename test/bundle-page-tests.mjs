import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const BUNDLES = join('.cache', 'page');
/** The modules that tests load by URL: into a frame, or as another copy of the script. */
const LOADED_BY_URL = [
  ...['src/index.ts', 'src/page/agent/agent.ts', 'src/page/api/apply.ts', 'src/page/agent/legacy/legacy.ts'],
  ...['src/page/elements/wm-status/define.ts', 'src/page/elements/wm-flow/define.ts'],
];
/** Shared, because it is larger than all tests. The browser parses it once. */
const LIBRARY = '@open-wc/testing';
const OPTIONS = {
  ...{ bundle: true, format: 'esm', target: 'es2022', tsconfig: 'tsconfig.page.json', outbase: '.' },
  ...{ sourcemap: 'linked', logLevel: 'warning' },
  // `sideEffects` of package.json is about dist/.
  ...{ outdir: BUNDLES, ignoreAnnotations: true },
};

/**
 * Bundles each page test into one file. Unbundled, a test requests some 60 modules, and each of its frames
 * does so again; that was half of the time of a run.
 */
export async function bundlePageTests(files) {
  rmSync(BUNDLES, { recursive: true, force: true });
  const tests = build({ ...OPTIONS, entryPoints: files, plugins: [sharedLibrary, originalUrls] });
  const modules = build({ ...OPTIONS, entryPoints: LOADED_BY_URL, splitting: true });
  const library = build({ ...OPTIONS, entryPoints: { [LIBRARY]: LIBRARY } });
  await Promise.all([tests, modules, library]);
}

/** A middleware for the test server: tests and sources keep their URLs, and their bundles are served. */
export function serveBundles(context, next) {
  const path = join(BUNDLES, context.path.replace(/\.ts$/, '.js'));
  if (/\.(ts|js|map)$/.test(context.path) && existsSync(path)) context.url = `/${path}${context.search}`;
  return next();
}

const sharedLibrary = {
  name: 'shared-library',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^${LIBRARY}$`) }, () => ({ path: `/${LIBRARY}.js`, external: true }));
  },
};

/** `import.meta.url` of a bundled support file is the URL of its source. */
const originalUrls = {
  name: 'original-urls',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]test[/\\]page[/\\].*\.ts$/ }, ({ path }) => {
      const url = JSON.stringify(path.slice(process.cwd().length).replaceAll('\\', '/'));
      const code = readFileSync(path, 'utf8');
      return { contents: code.replaceAll('import.meta.url', `(location.origin + ${url})`), loader: 'ts' };
    });
  },
};
