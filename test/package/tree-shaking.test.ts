import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { build, transform } from 'esbuild';
import { rollup } from 'rollup';

const MAX_APPLY_GZIP_BYTES = 4_000;
const ENTRY = 'virtual:entry';

/** Both bundle an app with this source. They find the built package by its `exports` and `sideEffects`. */
const BUNDLERS: Record<string, (source: string) => Promise<string>> = {
  async Rollup(source) {
    const entry = {
      name: 'entry',
      resolveId: (id: string) => (id === ENTRY ? id : null),
      load: (id: string) => (id === ENTRY ? source : null),
    };
    const bundle = await rollup({ input: ENTRY, plugins: [entry, nodeResolve({ browser: true })] });
    const { output } = await bundle.generate({ format: 'es', inlineDynamicImports: true });
    await bundle.close();
    return output.map((file) => (file.type === 'chunk' ? file.code : '')).join('\n');
  },
  async esbuild(source) {
    const { outputFiles } = await build({
      ...{ stdin: { contents: source, resolveDir: process.cwd() } },
      ...{ bundle: true, format: 'esm', write: false, platform: 'browser', target: 'es2022' },
    });
    return outputFiles.map(({ text }) => text).join('\n');
  },
};

for (const [bundler, bundle] of Object.entries(BUNDLERS)) {
  test(`${bundler}: an app that imports only apply carries at most ${MAX_APPLY_GZIP_BYTES / 1_000} kB`, async () => {
    const code = await bundle(`import { apply } from '${entryOf('./fn')}'; apply();`);
    assert.match(code, /DOMTokenList/);
    const { code: minified } = await transform(code, { minify: true });
    const bytes = gzipSync(minified).length;
    assert.ok(bytes <= MAX_APPLY_GZIP_BYTES, `${bytes} bytes`);
    // Neither the agent nor what it loads.
    assert.doesNotMatch(code, /\bimport\(|simulat|provider-unreachable/i);
  });

  test(`${bundler}: a test that imports only monetization prepares its DOM first`, async () => {
    const code = await bundle(
      `import { monetization } from '${entryOf('./testing/page')}'; export { monetization };`,
    );
    // In Node there is no DOM to prepare, so the evaluation only shows the order.
    const observed = code
      .replace(/^(\s*)prepareDom\(\);/m, '$1evaluated.push("prepare-dom");')
      .replace(/^\s*(?:(?:const|var) )?hasDocument = /m, 'evaluated.push("natives"); $&');
    const url = `data:text/javascript,${encodeURIComponent(`export const evaluated = []; ${observed}`)}`;
    const { evaluated } = (await import(url)) as { evaluated: string[] };
    assert.deepEqual([...new Set(evaluated)], ['prepare-dom', 'natives']);
  });

  test(`${bundler}: an app that imports only isSupported carries hardly anything`, async () => {
    const code = await bundle(
      `import { isSupported } from '${entryOf('./fn')}'; console.log(isSupported());`,
    );
    assert.ok(code.length < 2_000, `${code.length} characters`);
  });
}

function entryOf(name: string): string {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    exports: Record<string, { default: string } | undefined>;
  };
  const entry = exports[name];
  assert.ok(entry, name);
  return resolve(entry.default);
}
