import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** A member of an interface, or an export, with its comment. */
export interface Described {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** The members of an interface, in order. A member without a comment gets that of its type. */
export function readMembers(file: string, interfaceName: string): Described[] {
  const source = parse(file);
  const declaration = source.statements
    .filter(ts.isInterfaceDeclaration)
    .find(({ name }) => name.text === interfaceName);
  if (!declaration) throw new Error(`${file} has no interface ${interfaceName}`);
  return declaration.members.flatMap((member) => {
    if (!member.name) return [];
    const type = ts.isPropertySignature(member) ? (member.type?.getText(source) ?? '') : '()';
    const text = commentOf(member) || commentOf(typeNamed(source, type));
    return [{ name: member.name.getText(source), type, text }];
  });
}

/** The runtime exports of a module, with the first sentence of their comments. */
export function readExports(program: ts.Program, file: string): Described[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${file} is not a module`);
  const onlyTypes = starTypes(checker, source);
  return checker.getExportsOfModule(module).flatMap((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    if (!(symbol.flags & ts.SymbolFlags.Value) || isTypeOnly(exported) || onlyTypes.has(symbol)) return [];
    const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)) || specificationOf(symbol);
    const callable = (symbol.flags & ts.SymbolFlags.Function) !== 0;
    return [{ name: exported.name, type: callable ? '()' : '', text: firstSentence(text) }];
  });
}

/** The class's own tags, such as `@csspart name - text` or `@attr {type} [name=default] - text`. */
export function readTags(file: string, className: string): { tag: string; name: string; text: string }[] {
  const declaration = parse(file).statements.find(
    (statement) => ts.isClassDeclaration(statement) && statement.name?.text === className,
  );
  if (!declaration) throw new Error(`${file} has no class ${className}`);
  return ts.getJSDocTags(declaration).map(({ tagName, comment }) => {
    const [name = '', ...text] = plain(comment).split(' - ');
    const bare = name.replace(/^\{.*\}\s*/, '').replace(/^\[([^=\]]*).*\]$/, '$1');
    return { tag: tagName.text, name: bare, text: text.join(' - ') };
  });
}

function firstSentence(text: string): string {
  return /^.*?[.:](?=\s|$)/s.exec(oneLine(text))?.[0].replace(/:$/, '.') ?? oneLine(text);
}

/** An interface of the specification has its URL in the line above, and no other comment. */
function specificationOf({ valueDeclaration }: ts.Symbol): string {
  const text = valueDeclaration?.getFullText() ?? '';
  const url = /^\s*\/\/ (https:\S+)/.exec(text)?.[1];
  return url ? `As [the specification](${url}) has it` : '';
}

/** Exports through `export type * from`. */
function starTypes(checker: ts.TypeChecker, source: ts.SourceFile): Set<ts.Symbol> {
  const modules = source.statements
    .filter(ts.isExportDeclaration)
    .filter(({ isTypeOnly, exportClause }) => isTypeOnly && !exportClause);
  return new Set(
    modules.flatMap(({ moduleSpecifier }) => {
      const module = moduleSpecifier && checker.getSymbolAtLocation(moduleSpecifier);
      return module ? checker.getExportsOfModule(module) : [];
    }),
  );
}

function isTypeOnly({ declarations = [] }: ts.Symbol): boolean {
  return declarations.some(
    (one) =>
      (ts.isExportSpecifier(one) && one.isTypeOnly) ||
      (ts.isExportSpecifier(one) && one.parent.parent.isTypeOnly),
  );
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
}

function typeNamed(source: ts.SourceFile, type: string): ts.Node | undefined {
  return source.statements.find((one) => ts.isTypeAliasDeclaration(one) && one.name.text === type);
}

function commentOf(node: ts.Node | undefined): string {
  if (!node) return '';
  const [deprecated] = ts.getJSDocTags(node).filter(({ tagName }) => tagName.text === 'deprecated');
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const text = comments.map(({ comment }) => plain(comment)).join(' ');
  return oneLine(deprecated ? `Deprecated. ${plain(deprecated.comment)}` : text);
}

function plain(comment: ts.JSDoc['comment']): string {
  return ts.getTextOfJSDocComment(comment) ?? '';
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
