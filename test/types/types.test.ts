import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

/** A page author's code. It imports the package by name, so it is checked against the build output. */
const FILES = readdirSync('test/types')
  .filter((name) => !name.endsWith('.test.ts'))
  .map((name) => join('test/types', name));

const STRICT: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
  noEmit: true,
  strict: true,
  skipLibCheck: false,
  exactOptionalPropertyTypes: true,
};

const RESOLUTIONS: Record<string, ts.CompilerOptions> = {
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  node16: { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
};

for (const [name, resolution] of Object.entries(RESOLUTIONS)) {
  test(`page code that uses the package compiles with moduleResolution ${name}, and wrong code does not`, () => {
    const program = ts.createProgram(FILES, { ...STRICT, ...resolution });
    const complaints = ts.getPreEmitDiagnostics(program).map(describe);
    assert.deepEqual(complaints, []);
    const read = program.getSourceFiles().map(({ fileName }) => relative('.', fileName));
    assert.ok(read.includes(join('dist', 'esm', 'fn.d.ts')));
    assert.deepEqual(
      read.filter((file) => file.startsWith('src')),
      [],
    );
  });
}

function describe({ file, start = 0, messageText }: ts.Diagnostic): string {
  const message = ts.flattenDiagnosticMessageText(messageText, '\n');
  if (!file) return message;
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(start).line + 1} ${message}`;
}
