import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';

/** The names of these classes are part of the specification. */
const KEPT_NAMES = /^Monetization(Event|CurrencyAmount)$/;

export default [
  bundle('src/index.ts', { file: 'dist/wm.js', format: 'iife' }),
  bundle('src/wm-status/define.ts', { file: 'dist/wm-status.js', format: 'es' }),
  bundle('src/agent/connect-handshake.ts', { file: 'dist/wm-connect.js', format: 'es' }),
  bundle('src/connect-page/connect.ts', { file: 'dist/connect.js', format: 'iife' }),
];

function bundle(input, output) {
  return {
    input,
    // Loaded on demand, from beside the script.
    external: (id, importer) => importer !== undefined && id === './connect-handshake.js',
    output: {
      ...output,
      sourcemap: true,
      paths: (id) =>
        id.endsWith('connect-handshake.ts') || id.endsWith('connect-handshake.js') ? './wm-connect.js' : id,
    },
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
