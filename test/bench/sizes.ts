import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { against } from './figures.js';

const TARGETS: Record<string, number> = { 'wm.js': 10_000, 'wm-status.js': 12_000 };

/** Gzip sizes of what a page may load. */
export async function benchSizes(): Promise<string[]> {
  return readdirSync('dist')
    .filter((file) => file.endsWith('.js'))
    .map((file) => {
      const bytes = gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length;
      const text = `dist/${file} ${(bytes / 1000).toFixed(2)} kB gzip`;
      const target = TARGETS[file];
      return target ? against(text, `≤ ${target / 1000} kB`, bytes <= target) : text;
    });
}
