import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';

/** The names of these classes are part of the specification. */
const KEPT_NAMES = /^Monetization(Event|CurrencyAmount)$/;

/** Loaded on demand, from beside the script. */
const PARTS = { connect: 'connect-handshake', policy: 'policy/document-policy', legacy: 'legacy/legacy' };

export default [
  bundle('src/index.ts', { file: 'dist/wm.js', format: 'iife' }),
  bundle('src/wm-status/define.ts', { file: 'dist/wm-status.js', format: 'es' }),
  ...Object.entries(PARTS).map(([name, module]) =>
    bundle(`src/agent/${module}.ts`, { file: `dist/wm-${name}.js`, format: 'es' }),
  ),
  bundle('src/connect-page/connect.ts', { file: 'dist/connect.js', format: 'iife' }),
];

function bundle(input, output) {
  return {
    input,
    external: (id, importer) => importer?.endsWith('parts.ts') && partOf(id) !== undefined,
    output: { ...output, sourcemap: true, paths: (id) => (partOf(id) ? `./wm-${partOf(id)}.js` : id) },
    plugins: [
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
        compress: { passes: 3, unsafe_arrows: true },
      }),
      printSize(),
    ],
  };
}

function partOf(id) {
  return Object.keys(PARTS).find((name) => id.replace(/\.[jt]s$/, '').endsWith(PARTS[name]));
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
