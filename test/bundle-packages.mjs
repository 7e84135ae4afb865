import { readFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/** What the provider and the wallet load, and what most tests use. Native packages stay where they are. */
const PACKAGES = [
  '@fastify/cors',
  '@fastify/formbody',
  '@fastify/helmet',
  '@fastify/static',
  '@fastify/swagger',
  '@fastify/under-pressure',
  '@interledger/open-payments',
  '@interledger/open-payments/dist/client/error.js',
  '@interledger/open-payments/dist/openapi/index.js',
  '@interledger/open-payments/dist/types.js',
  '@interledger/openapi',
  'cookie',
  'eventsource-parser/stream',
  'fast-check',
  'fastify',
  'http-message-signatures',
  'ipaddr.js',
  'jose',
  'kysely',
  'lru-cache',
  'parse5',
  'pg',
  'pino',
  'prom-client',
  'selfsigned',
  'structured-headers',
  'typebox',
  'typebox/schema',
  'undici',
];
const ENTRIES = 'entries';

/**
 * Bundles packages into `folder`/node_modules, where the compiled tests find them first. A provider's process
 * reads some 1,200 files of packages otherwise, which is two thirds of the CPU time of its start.
 */
export async function bundlePackages(folder) {
  const output = join(folder, 'node_modules');
  const entryPoints = Object.fromEntries(
    await Promise.all(PACKAGES.map(async (name) => [pathOf(name), await writeEntry(name, output)])),
  );
  await build({
    ...{ entryPoints, outdir: output, bundle: true, splitting: true },
    ...{ format: 'esm', platform: 'node', target: 'node20', external: ['libsql', 'pg-native'] },
    ...{ logLevel: 'error', plugins: [originalFolders], chunkNames: 'chunks/[name]-[hash]' },
    banner: {
      js: "import { createRequire as requireOf } from 'node:module';\nconst require = requireOf(import.meta.url);",
    },
  });
  writeManifests(output);
}

/** A module that exports the same names. esbuild gives a CommonJS module only a default export. */
async function writeEntry(name, output) {
  const names = Object.keys(await import(name)).filter((key) => key !== 'default' && /^[\w$]+$/.test(key));
  const exported = names.map(
    (key, index) => `const e${index} = m[${JSON.stringify(key)}];\nexport { e${index} as ${key} };`,
  );
  const file = join(output, ENTRIES, `${name}.entry.js`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `import * as m from '${name}';\n${exported.join('\n')}\nexport default m.default;\n`);
  return file;
}

function writeManifests(output) {
  const manifests = new Map();
  for (const name of PACKAGES) {
    const root = rootOf(name);
    const exports = {
      ...manifests.get(root),
      [`.${name.slice(root.length)}`]: `.${pathOf(name).slice(root.length)}.js`,
    };
    manifests.set(root, exports);
  }
  for (const [name, exports] of manifests)
    writeFileSync(join(output, name, 'package.json'), JSON.stringify({ name, type: 'module', exports }));
}

function rootOf(name) {
  return /^(@[^/]+\/)?[^/]+/.exec(name)[0];
}

/** Where the bundle of a package or of its module lies, without extension. */
function pathOf(name) {
  return name === rootOf(name) ? `${name}/index` : name.replace(/\.js$/, '');
}

/** Some packages read files beside their own. */
const originalFolders = {
  name: 'original-folders',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules[/\\].*\.c?js$/ }, ({ path }) => {
      const code = readFileSync(path, 'utf8');
      if (!/\b__(dirname|filename)\b/.test(code)) return undefined;
      const folder = `var __dirname = ${JSON.stringify(dirname(path))}, __filename = ${JSON.stringify(path)};`;
      return { contents: `${folder}${code}`, loader: 'js' };
    });
  },
};
