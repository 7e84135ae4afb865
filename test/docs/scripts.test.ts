import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { after, test } from 'node:test';
import ts from 'typescript';
import { readCodeBlocks } from './code-blocks.js';

// Within the package, so that its own name leads to what was built.
const folder = mkdtempSync('test/docs/blocks-');
after(() => rmSync(folder, { recursive: true }));

test('every script of the README compiles against the package as it was built', () => {
  const blocks = readCodeBlocks('js', 'ts', 'tsx', 'jsx');
  assert.ok(blocks.length > 3);
  const scripts = blocks.filter(({ language }) => language.startsWith('js'));
  const typed = blocks.filter(({ language }) => language.startsWith('ts'));
  assert.deepEqual(
    [...check(scripts, { strict: false, checkJs: true }), ...check(typed, { strict: true })],
    [],
  );
});

test('a script that uses what the package has not is found', () => {
  const [complaint] = check(
    [{ language: 'js', code: "import { add } from 'wm-polyfill/money';\nadd();", line: 0 }],
    { checkJs: true },
  );
  assert.match(complaint ?? '', /has no exported member 'add'/);
});

function check(blocks: ReturnType<typeof readCodeBlocks>, options: ts.CompilerOptions): string[] {
  const files = blocks.map(({ language, code, line }) => {
    const file = join(folder, `line-${line}.${language}`);
    writeFileSync(file, code);
    return file;
  });
  // Declares what a page with the script has, such as document.monetization.
  const globals = join(folder, 'globals.ts');
  writeFileSync(globals, "import 'wm-polyfill/fn';");
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
    return `README ${where}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}
