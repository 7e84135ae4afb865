import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

/** The allowed imports between the folders of src/; a longer path takes precedence over a shorter one. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  // Entries of the package.
  '': ['page', 'protocol', 'tools'],
  protocol: [],
  'page/api': [],
  'page/relay-client': ['protocol'],
  'page/agent': ['page/api', 'page/relay-client', 'protocol'],
  'page/boot': [
    'page/api',
    'page/agent/core',
    'page/agent/links',
    'page/agent/passive-agent',
    'page/agent/state',
    'protocol',
  ],
  'page/simulation': ['page/agent', 'page/api', 'page/relay-client', 'protocol'],
  'page/money': ['protocol'],
  'page/elements': ['page/agent/state', 'page/money', 'protocol'],
  server: ['protocol'],
  database: ['protocol'],
  provider: ['protocol', 'server', 'database'],
  'provider/connect/browser': ['protocol'],
  'sandbox-wallet': ['protocol', 'server', 'database'],
  'verify-payment': ['protocol'],
  testing: ['page', 'protocol'],
  tools: ['provider', 'sandbox-wallet', 'database', 'protocol', 'server'],
  'tools/check/browser': ['page/api'],
};

/** Packages that may reach the browser. */
const PAGE_PACKAGES: Record<string, readonly string[]> = {
  'page/relay-client': ['idb-keyval'],
  'page/elements': ['lit'],
};

/** It names the lazy modules, including the simulation, by type and dynamic import. */
const LAZY_MODULES = 'src/page/agent/core/lazy-modules.ts';

const MAX_LINES = 150;
const MAX_FILES = 15;
/** Flat lists of similar files. */
const LISTS = ['src/tools/check/rules'];

interface Import {
  file: string;
  specifier: string;
  /** A lazy module may depend on the module that loads it. */
  kind: 'value' | 'type' | 'on demand';
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join('src', name));
const imports = files.flatMap(importsOf);
const ownImports = imports.flatMap(({ file, specifier, kind }) =>
  specifier.startsWith('.')
    ? [{ file, kind, target: join(dirname(file), specifier).replace(/\.js$/, '.ts') }]
    : [],
);

test('each file belongs to a listed folder, and each listed folder has files', () => {
  const rooms = new Set(files.map(roomOf));
  assert.deepEqual([...rooms].sort(), Object.keys(MAY_IMPORT).sort());
});

test('folders only import as listed', () => {
  for (const { file, target } of ownImports) {
    if (file === LAZY_MODULES) continue;
    const allowed = [roomOf(file), ...(MAY_IMPORT[roomOf(file)] as string[])];
    const path = relative('src', target);
    const fits = allowed.some(
      (room) => roomOf(target) === room || (room !== '' && path.startsWith(`${room}/`)),
    );
    assert.ok(fits, `${file} → ${target}`);
  }
});

test('there is no circle of imports between folders, with their subfolders or without them', () => {
  // A lazy module depends on its loader, which names it by type.
  const imported = ownImports.filter(({ kind, file }) => kind !== 'on demand' && file !== LAZY_MODULES);
  const maxDepth = Math.max(...files.map((file) => dirname(file).split('/').length));
  for (let depth = 2; depth <= maxDepth; depth++) {
    const folderOf = (file: string) => dirname(file).split('/').slice(0, depth).join('/');
    assert.deepEqual(circlesIn(arrowsBetween(imported, folderOf)), [], `${depth} levels`);
  }
});

test('page code imports only the packages that may reach the browser', () => {
  const inPage = pageFiles();
  for (const { file, specifier } of imports) {
    if (specifier.startsWith('.') || !inPage.has(file)) continue;
    const allowed = PAGE_PACKAGES[roomOf(file)] ?? (file.includes('/testing/') ? [specifier] : []);
    assert.ok(allowed.includes(specifier.split('/')[0] as string), `${file} → ${specifier}`);
  }
});

test(`no file of src/ is longer than ${MAX_LINES} lines, no folder has more than ${MAX_FILES} files`, () => {
  for (const file of files) {
    const lines = readFileSync(file, 'utf8').split('\n').length;
    assert.ok(lines <= MAX_LINES, `${file}: ${lines} lines`);
  }
  for (const folder of new Set(files.map((file) => dirname(file)))) {
    const own = files.filter((file) => dirname(file) === folder).length;
    assert.ok(own <= MAX_FILES || LISTS.includes(folder), `${folder}: ${own} files`);
  }
});

function roomOf(file: string): string {
  const path = dirname(relative('src', file));
  const rooms = Object.keys(MAY_IMPORT).filter((room) => room !== '' && `${path}/`.startsWith(`${room}/`));
  return rooms.sort((one, other) => other.length - one.length)[0] ?? '';
}

/** The files in tsconfig.page.json. */
function pageFiles(): Set<string> {
  const { config } = ts.readConfigFile('tsconfig.page.json', ts.sys.readFile) as { config: unknown };
  const { fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
  return new Set(fileNames.map((name) => relative('.', name)));
}

/** For each folder: the folders that it imports, with an import that shows it. */
function arrowsBetween(
  imported: typeof ownImports,
  folderOf: (file: string) => string,
): Map<string, Map<string, string>> {
  const arrows = new Map<string, Map<string, string>>();
  for (const { file, target } of imported) {
    const [from, to] = [folderOf(file), folderOf(target)];
    if (from === to) continue;
    if (!arrows.has(from)) arrows.set(from, new Map());
    arrows.get(from)?.set(to, `${file} → ${target}`);
  }
  return arrows;
}

/** Each circle as a list of imports. */
function circlesIn(arrows: Map<string, Map<string, string>>): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const visit = (folder: string, path: string[], reasons: string[]): void => {
    const start = path.indexOf(folder);
    if (start !== -1) circles.push(reasons.slice(start));
    if (start !== -1 || done.has(folder)) return;
    for (const [to, reason] of arrows.get(folder) ?? []) visit(to, [...path, folder], [...reasons, reason]);
    done.add(folder);
  };
  for (const folder of arrows.keys()) visit(folder, [], []);
  return circles;
}

function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      const { text: specifier } = node.moduleSpecifier as ts.StringLiteral;
      found.push({ file, specifier, kind: isTypeOnly(node) ? 'type' : 'value' });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      found.push({ file, specifier: (node.argument.literal as ts.StringLiteral).text, kind: 'type' });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument && ts.isStringLiteral(argument))
        found.push({ file, specifier: argument.text, kind: 'on demand' });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const { importClause: clause } = node;
  if (!clause || clause.isTypeOnly) return clause !== undefined;
  const names = clause.namedBindings;
  return (
    !clause.name &&
    !!names &&
    ts.isNamedImports(names) &&
    names.elements.every(({ isTypeOnly }) => isTypeOnly)
  );
}
