import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';
import { INTERNAL_NAMES } from './internal-names.mjs';

/** The names of these classes are part of the specification. */
const KEPT_NAMES = /^Monetization(Event|CurrencyAmount)$/;

/** Loaded on demand, from beside the script. */
const PARTS = {
  aside: 'stand-aside',
  connect: 'connect-handshake',
  help: 'help',
  legacy: 'legacy/legacy',
  policy: 'policy/document-policy',
  trace: 'trace/open-trace',
  simulate: 'simulation/simulate',
};

export default [
  bundle('src/index.ts', { file: 'dist/wm.js', format: 'iife' }),
  bundle('src/wm-status/define.ts', { file: 'dist/wm-status.js', format: 'es' }),
  ...Object.entries(PARTS).map(([name, module]) =>
    bundle(`src/agent/${module}.ts`, { file: `dist/wm-${name}.js`, format: 'es' }),
  ),
  bundle('src/money/money.ts', { file: 'dist/wm-money.js', format: 'es' }),
  bundle('src/connect-page/connect.ts', { file: 'dist/connect.js', format: 'iife' }),
  bundle('src/connect-page/finish.ts', { file: 'dist/finish.js', format: 'iife' }),
];

function bundle(input, output) {
  return {
    input,
    output: { ...output, sourcemap: true },
    plugins: [
      besideTheScript(),
      resolve({ browser: true, exportConditions: ['production'] }),
      typescript({
        tsconfig: './tsconfig.page.json',
        compilerOptions: {
          module: 'ESNext',
          moduleResolution: 'Bundler',
          outDir: 'dist',
          declaration: false,
        },
        outputToFilesystem: false,
      }),
      terser({
        ecma: 2022,
        module: output.format === 'es',
        keep_classnames: KEPT_NAMES,
        ...(/^src\/(index|agent\/)/.test(input) && shortNames()),
        // A getter may be read for what it does: onmonetization compiles its content attribute.
        compress: { passes: 3, unsafe_arrows: true, pure_getters: false },
      }),
      printSize(),
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

/** In wm.js the parts are files beside it. */
function besideTheScript() {
  return {
    name: 'beside-the-script',
    load: (id) =>
      id.endsWith('/agent/neighbours.ts')
        ? 'export const importNeighbour = (name) => import(`./wm-${name}.js`);'
        : null,
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
