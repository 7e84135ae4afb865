import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

/** Which folder of src/ may import which. Everything else is an arrow against the flow. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  protocol: [],
  'page-api': [],
  database: [],
  relay: ['protocol'],
  provider: ['protocol', 'database'],
  'sandbox-wallet': ['protocol', 'database'],
  agent: ['page-api', 'relay', 'protocol'],
  money: ['protocol'],
  elements: ['agent/state.ts'],
  'wm-status': [
    'elements',
    'agent/state.ts',
    'money/format.ts',
    'protocol/totals.ts',
    'protocol/personas.ts',
  ],
  'wm-flow': ['elements', 'agent/state.ts'],
  'connect-page': ['protocol'],
  'verify-payment': ['protocol'],
  'check-page': ['page-api'],
  check: ['check-page/observation.ts', 'protocol/script-attributes.ts'],
  testing: ['agent', 'page-api', 'relay', 'protocol'],
  start: ['provider', 'sandbox-wallet', 'check', 'database/postgres-url.ts'],
};

/** Packages that may reach the browser. */
const PAGE_PACKAGES: Record<string, readonly string[]> = {
  'page-api': [],
  protocol: [],
  agent: [],
  relay: ['idb-keyval'],
  money: [],
  elements: ['lit'],
  'wm-status': ['lit'],
  'wm-flow': ['lit'],
  'connect-page': [],
  'check-page': [],
};

for (const [folder, allowed] of Object.entries(MAY_IMPORT)) {
  test(`src/${folder} imports only ${allowed.join(', ') || 'itself'}`, () => {
    for (const { file, specifier } of importsOf(folder)) {
      if (!specifier.startsWith('.')) continue;
      const target = relative('src', join(dirname(file), specifier)).replace(/\.js$/, '.ts');
      const fits = [folder, ...allowed].some(
        (prefix) => target === prefix || target.startsWith(`${prefix}/`),
      );
      assert.ok(fits, `${file} → ${target}`);
    }
  });
}

for (const [folder, allowed] of Object.entries(PAGE_PACKAGES)) {
  test(`src/${folder} takes only ${allowed.join(', ') || 'no package'} into the page`, () => {
    for (const { file, specifier } of importsOf(folder)) {
      if (specifier.startsWith('.')) continue;
      const name = specifier.split('/')[0] as string;
      assert.ok(allowed.includes(name), `${file} → ${specifier}`);
    }
  });
}

test('no file of src/ is longer than 200 lines', () => {
  for (const file of filesOf('src')) {
    const lines = readFileSync(file, 'utf8').split('\n').length;
    assert.ok(lines <= 200, `${file}: ${lines} lines`);
  }
});

function importsOf(folder: string): { file: string; specifier: string }[] {
  return filesOf(join('src', folder)).flatMap((file) =>
    ts
      .preProcessFile(readFileSync(file, 'utf8'))
      .importedFiles.map(({ fileName }) => ({ file, specifier: fileName })),
  );
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}
