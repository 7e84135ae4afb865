import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { INTERNAL_NAMES } from '../internal-names.mjs';

/** Whose members a page, a provider, an author of types or the platform sees. */
const PUBLIC = [
  'src/agent/state.ts',
  ...list('src/page-api'),
  ...list('src/protocol'),
  ...list('node_modules/typescript/lib').filter((file) => /lib\.(dom|es)[\w.]*\.d\.ts$/.test(file)),
];

test('no name that the build shortens is one that others use', () => {
  // The platform's own `navigator.platform` and `style.visibility` are of no use to an agent; the other two are no part of the interface.
  const own = new Set(['platform', 'visibility', 'steering', 'useLegacy']);
  for (const file of PUBLIC) {
    const members = membersOf(file);
    const shortened = INTERNAL_NAMES.filter((name) => members.has(name) && !own.has(name));
    assert.deepEqual(shortened, [], file);
  }
});

test('every name that the build shortens is still in the sources', () => {
  const source = [...list('src/agent'), ...list('src/relay'), ...list('src/page-api')]
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
