import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import ts from 'typescript';

const FOLDER = 'demo/frameworks';
const folder = mkdtempSync(join(FOLDER, 'checked-'));
after(() => rmSync(folder, { recursive: true }));

test('the demo’s code for React and as a store compiles in strict mode', () => {
  assert.deepEqual(check([`${FOLDER}/support.tsx`, `${FOLDER}/monetization-store.ts`]), []);
});

// Neither framework is installed here. These are the parts of Vue that the script uses, and Svelte's store
// contract, to which `$store` compiles.
const FRAMEWORKS = {
  'Support.vue': `declare module 'vue' {
    export function shallowRef<T>(value: T): { value: T };
    export function onScopeDispose(end: () => void): void;
  }`,
  'Support.svelte': `declare function read<T>(store: { subscribe(run: (value: T) => void): () => void }): T;
    const totals = read(monetization)?.totals;
    totals?.map(({ value, currency }) => value + currency);`,
};

for (const [name, declarations] of Object.entries(FRAMEWORKS)) {
  test(`the script of ${name} compiles in strict mode`, () => {
    const script = /<script[^>]*>([^]*?)<\/script>/.exec(readFileSync(join(FOLDER, name), 'utf8'))?.[1] ?? '';
    const isModule = declarations.startsWith('declare module');
    const code = script.replace("'./monetization-store.js'", "'../monetization-store.js'");
    const file = join(folder, `${name}.ts`);
    const ambient = join(folder, `${name}.d.ts`);
    writeFileSync(file, isModule ? code : code + declarations);
    if (isModule) writeFileSync(ambient, declarations);
    assert.match(script, /monetization/);
    assert.deepEqual(check(isModule ? [file, ambient] : [file]), []);
  });
}

function check(files: string[]): string[] {
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    jsx: ts.JsxEmit.ReactJSX,
    types: [],
    noEmit: true,
    strict: true,
    skipLibCheck: true,
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
}
