import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ts from 'typescript';

export const REPORTS = 'test/package/api-reports';

/** The file of the report of each entry of the package that has types, and the entry's declarations. */
export function publicEntries(): [report: string, declarations: string][] {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    exports: Record<string, string | { types: string }>;
  };
  return Object.entries(exports).flatMap(([entry, target]) =>
    typeof target === 'string'
      ? []
      : [[`${REPORTS}/${entry === '.' ? 'index' : entry.slice(2).replaceAll('/', '.')}.txt`, target.types]],
  );
}

/**
 * The public types of an entry without comments and private members: its exports, the types that they name,
 * and what it adds to global types. A file that is only moved changes no report.
 */
export function reportApi(file: string): string {
  const program = createProgram(file);
  const checker = program.getTypeChecker();
  const entry = checker.getSymbolAtLocation(program.getSourceFile(resolve(file)) as ts.SourceFile);
  if (!entry) throw new Error(`${file} exports nothing. npm run build writes it.`);

  const exported = checker.getExportsOfModule(entry).map((symbol) => ({
    name: symbol.name,
    symbol: originOf(symbol, checker),
  }));
  const found = new Set(exported.map(({ symbol }) => symbol));
  const packages = new Set<string>();
  const globals = program.getSourceFiles().flatMap(globalTypesIn);
  globals.forEach((node) => addNamedTypes(node, { checker, found, packages }));
  // Grows while it is read.
  for (const symbol of found)
    for (const node of declarationsOf(symbol)) addNamedTypes(node, { checker, found, packages });

  const isExported = new Set(exported.map(({ symbol }) => symbol));
  const others = [...found].filter((symbol) => !isExported.has(symbol));
  return [
    ...section('Packages', [...packages].sort()),
    ...section('Exports', exported.map(({ name, symbol }) => print(name, symbol)).sort()),
    ...section('Named by the exports', others.map((symbol) => print(symbol.name, symbol)).sort()),
    ...section('Global types', globals.map(printNode).sort()),
  ].join('\n');
}

/** Reads only the declarations of this package. */
function createProgram(file: string): ts.Program {
  const options: ts.CompilerOptions = {
    ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, noLib: true, types: [] },
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  };
  const host = ts.createCompilerHost(options);
  host.resolveModuleNameLiterals = (literals, importer) =>
    literals.map(({ text }) => {
      if (!text.startsWith('.')) return { resolvedModule: undefined };
      const resolvedFileName = resolve(dirname(importer), text.replace(/\.js$/, '.d.ts'));
      return { resolvedModule: { resolvedFileName, extension: ts.Extension.Dts } };
    });
  return ts.createProgram([resolve(file)], options, host);
}

function originOf(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

interface Found {
  readonly checker: ts.TypeChecker;
  readonly found: Set<ts.Symbol>;
  readonly packages: Set<string>;
}

function addNamedTypes(node: ts.Node, { checker, found, packages }: Found): void {
  const visit = (child: ts.Node): void => {
    if (isPrivate(child)) return;
    if (ts.isIdentifier(child)) {
      const symbol = checker.getSymbolAtLocation(child);
      const origin = symbol && originOf(symbol, checker);
      if (origin && declarationsOf(origin).some(isTopLevel)) found.add(origin);
      const imported = symbol && packageOf(symbol);
      if (imported) packages.add(imported);
    }
    ts.forEachChild(child, visit);
  };
  visit(node);
}

function declarationsOf(symbol: ts.Symbol): ts.Node[] {
  return (symbol.declarations ?? []).map((node) =>
    ts.isVariableDeclaration(node) ? node.parent.parent : node,
  );
}

function isTopLevel(node: ts.Node): boolean {
  return ts.isStatement(node) && ts.isSourceFile(node.parent);
}

/** `Pool from 'pg'`, if the symbol is imported from a package. */
function packageOf(symbol: ts.Symbol): string | undefined {
  const [declaration] = symbol.declarations ?? [];
  const imported = declaration && ts.findAncestor(declaration, ts.isImportDeclaration);
  if (!imported || !ts.isStringLiteral(imported.moduleSpecifier)) return undefined;
  const { text } = imported.moduleSpecifier;
  return text.startsWith('.') ? undefined : `${symbol.name} from '${text}'`;
}

function globalTypesIn(file: ts.SourceFile): ts.Node[] {
  return file.statements.filter(
    (node) => ts.isModuleDeclaration(node) && (ts.isStringLiteral(node.name) || node.name.text === 'global'),
  );
}

function section(title: string, entries: string[]): string[] {
  return entries.length ? [`# ${title}\n`, ...entries.map((entry) => `${entry}\n`)] : [];
}

function print(name: string, symbol: ts.Symbol): string {
  const text = declarationsOf(symbol).map(printNode).join('\n');
  return name === symbol.name ? text : `// as ${name}\n${text}`;
}

function printNode(node: ts.Node): string {
  const { transformed } = ts.transform(node, [(context) => (root) => withoutDetails(root, context)]);
  const printer = ts.createPrinter({ removeComments: true });
  return printer
    .printNode(ts.EmitHint.Unspecified, transformed[0] as ts.Node, node.getSourceFile())
    .replace(/^export (?:declare )?|^declare /, '');
}

/** Without private members and without sentences, such as the title of an error: they are no types. */
function withoutDetails(root: ts.Node, context: ts.TransformationContext): ts.Node {
  const visit = (node: ts.Node): ts.Node | undefined => {
    if (isPrivate(node)) return undefined;
    if (ts.isStringLiteral(node) && node.text.includes(' ')) return ts.factory.createStringLiteral('…');
    return ts.visitEachChild(node, visit, context);
  };
  return ts.visitEachChild(root, visit, context);
}

function isPrivate(node: ts.Node): boolean {
  if (!ts.isClassElement(node)) return false;
  const isHashName = !!node.name && ts.isPrivateIdentifier(node.name);
  return isHashName || !!(ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Private);
}
