import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { SCRIPT_ATTRIBUTES } from '../../src/protocol/script-attributes.js';
import { INTERNAL_NAMES } from '../../internal-names.mjs';

/** Packages whose members are visible to pages, providers, type authors or the platform. */
const PUBLIC = [
  'src/page/agent/core/agent-error.ts',
  'src/page/agent/state/agent-state.ts',
  'src/page/agent/state/state.ts',
  'src/page/simulation/running/simulation-control.ts',
  ...list('src/page/api'),
  ...list('src/protocol'),
  ...list('node_modules/typescript/lib').filter((file) => /lib\.(dom|es)[\w.]*\.d\.ts$/.test(file)),
];

test('no name that the build shortens is a public or platform name', () => {
  // The agent does not use the platform's own `navigator.platform` and `style.visibility`; the others are
  // not part of the API.
  const own = new Set(['platform', 'visibility', 'commands', 'useLegacy', 'carryOut']);
  for (const file of PUBLIC) {
    const members = membersOf(file);
    const shortened = INTERNAL_NAMES.filter((name) => members.has(name) && !own.has(name));
    assert.deepEqual(shortened, [], file);
  }
});

test('no name that the build shortens is that of an attribute of the script tag, which is read from its dataset', () => {
  const attributes = Object.keys(SCRIPT_ATTRIBUTES).map((name) =>
    name.slice('data-'.length).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
  );
  assert.ok(attributes.includes('simulateOn'));
  assert.deepEqual(
    INTERNAL_NAMES.filter((name) => attributes.includes(name)),
    [],
  );
});

test('every name that the build shortens exists in the sources', () => {
  const source = [
    ...list('src/page/agent'),
    ...list('src/page/boot'),
    ...list('src/page/relay-client'),
    ...list('src/page/simulation'),
    ...list('src/page/api'),
  ]
    .map((file) => readFileSync(file, 'utf8'))
    .join('');
  assert.deepEqual(
    INTERNAL_NAMES.filter((name) => !source.includes(name)),
    [],
  );
});

function membersOf(file: string): Set<string> {
  const members = new Set<string>();
  const visit = (node: ts.Node): void => {
    const { name } = node as Partial<ts.NamedDeclaration>;
    if ((ts.isClassElement(node) || ts.isTypeElement(node)) && name && ts.isIdentifier(name)) {
      members.add(name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
  return members;
}

function list(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}
