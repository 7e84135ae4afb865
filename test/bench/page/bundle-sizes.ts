import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { formatAgainstTarget } from '../format-result.js';

const MAX_GZIP_BYTES: Record<string, number> = {
  'wm.js': 4_500,
  'wm-agent.js': 9_000,
  'wm-status.js': 12_000,
  'wm-simulation.js': 5_000,
};

/** The size of `<wm-flow>` without Lit, which is in its file. */
const MAX_FLOW_GZIP_BYTES = 8_000;
const LIT_EXPORTS = `export { css, html, LitElement, nothing, render, svg } from 'lit';
  export { repeat } from 'lit/directives/repeat.js';`;

/** Gzip sizes of the files that a page may load. */
export async function benchSizes(): Promise<string[]> {
  const sizes = readdirSync('dist')
    .filter((file) => file.endsWith('.js'))
    .map((file) => {
      const bytes = gzipped(readFileSync(`dist/${file}`));
      const text = `dist/${file} ${(bytes / 1000).toFixed(2)} kB gzip`;
      const target = MAX_GZIP_BYTES[file];
      return target ? formatAgainstTarget(text, `≤ ${target / 1000} kB`, bytes <= target) : text;
    });
  return [...sizes, await benchFlow()];
}

async function benchFlow(): Promise<string> {
  const { outputFiles } = await build({
    ...{
      stdin: { contents: LIT_EXPORTS, resolveDir: '.' },
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
    },
    ...{ conditions: ['production'], target: 'es2022', legalComments: 'none' },
  });
  const [lit] = outputFiles;
  const bytes = gzipped(readFileSync('dist/wm-flow.js')) - gzipped(lit?.contents ?? new Uint8Array());
  const text = `dist/wm-flow.js beyond Lit ${(bytes / 1000).toFixed(2)} kB gzip`;
  return formatAgainstTarget(text, `≤ ${MAX_FLOW_GZIP_BYTES / 1000} kB`, bytes <= MAX_FLOW_GZIP_BYTES);
}

function gzipped(bytes: Uint8Array): number {
  return gzipSync(bytes, { level: 9 }).length;
}
