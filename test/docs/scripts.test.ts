import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { after, test } from 'node:test';
import ts from 'typescript';
import { type CodeBlock, readCodeBlocks } from './code-blocks.js';

// A folder in the package, so that the package's own name resolves to the build output.
const folder = mkdtempSync('test/docs/blocks-');
after(() => rmSync(folder, { recursive: true }));

/**
 * Globals of a page with the script, such as document.monetization, and the event that returns its
 * simulation.
 */
const GLOBALS = `import 'wm-polyfill/fn';
import type { Simulation } from 'wm-polyfill/simulate';
declare global {
  interface DocumentEventMap {
    wmsimulationstart: CustomEvent<Simulation>;
  }
}`;

test('every script in the documents compiles against the built package', () => {
  // A block that shows a file is tested with that file.
  const blocks = readCodeBlocks('js', 'ts', 'tsx', 'jsx').filter(({ source }) => !source);
  assert.ok(blocks.length > 3);
  const scripts = blocks.filter(({ language }) => language.startsWith('js'));
  const typed = blocks.filter(({ language }) => language.startsWith('ts'));
  assert.deepEqual(
    [...check(scripts, { strict: false, checkJs: true }), ...check(typed, { strict: true })],
    [],
  );
});

test('the test detects an import of a missing export', () => {
  const [complaint] = check(
    [{ language: 'js', code: "import { add } from 'wm-polyfill/money';\nadd();", place: 'here:1' }],
    { checkJs: true },
  );
  assert.match(complaint ?? '', /has no exported member 'add'/);
});

type Script = Pick<CodeBlock, 'language' | 'code' | 'place'>;

function check(blocks: readonly Script[], options: ts.CompilerOptions): string[] {
  const files = blocks.map(({ language, code, place }) => {
    const file = join(folder, `${place.replace(/[^\w-]+/g, '-')}.${language}`);
    writeFileSync(file, code);
    return file;
  });
  const globals = join(folder, 'globals.ts');
  writeFileSync(globals, GLOBALS);
  const program = ts.createProgram([globals, ...files], {
    ...options,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    jsx: ts.JsxEmit.ReactJSX,
    types: ['node'],
    allowJs: true,
    noEmit: true,
    skipLibCheck: true,
  });
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const where = file ? relative(folder, file.fileName) : '';
    return `${where}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}
