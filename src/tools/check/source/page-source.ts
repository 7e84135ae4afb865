import { type DefaultTreeAdapterTypes, parse, type Token } from 'parse5';

/** A start tag in the page's source. */
export interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly line: number;
}

/** A script's text and its location. */
export interface ScriptSource {
  /** URL of the script, or of the page that contains it. */
  readonly file: string;
  readonly firstLine: number;
  readonly text: string;
}

/** The start tags of a page's source. Elements that scripts add are not included and have no line. */
export function parseTags(html: string): Tag[] {
  return parseElements(html).map(({ tagName, attrs, location }) => ({
    name: tagName,
    attributes: new Map(attrs.map(({ name, value }) => [name, value])),
    line: location.startLine,
  }));
}

/** The inline scripts of a page's source, except data blocks. An unclosed script does not run. */
export function findInlineScripts(html: string, file: string): ScriptSource[] {
  return parseElements(html).flatMap(({ tagName, attrs, location: { startTag, endTag } }) => {
    const attribute = (name: string) => attrs.find((each) => each.name === name)?.value;
    const isScript = /^$|javascript|module/i.test(attribute('type') ?? '');
    if (tagName !== 'script' || !startTag || !endTag || attribute('src') !== undefined || !isScript)
      return [];
    return [{ file, firstLine: startTag.endLine, text: html.slice(startTag.endOffset, endTag.startOffset) }];
  });
}

export interface ScriptMatch {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Finds a pattern in scripts, except in lines that are comments. */
export function findInScripts(scripts: readonly ScriptSource[], pattern: RegExp): ScriptMatch[] {
  return scripts.flatMap(({ file, firstLine, text }) =>
    text.split('\n').flatMap((line, index) => {
      const match = /^\s*(?:\/\/|\*|\/\*)/.test(line) ? null : pattern.exec(line);
      return match ? [{ file, line: firstLine + index, text: match[0] }] : [];
    }),
  );
}

type ParsedElement = DefaultTreeAdapterTypes.Element & { readonly location: Token.ElementLocation };

/**
 * The elements that have a start tag, in the order of the source. The parser moves some of them (out of
 * tables), and repeats unclosed ones (`<b>`, `<a>`). Nesting may be deep, so there is no recursion.
 */
function parseElements(html: string): ParsedElement[] {
  const byOffset = new Map<number, ParsedElement>();
  const queue: DefaultTreeAdapterTypes.Node[] = [parse(html, { sourceCodeLocationInfo: true })];
  for (let node = queue.pop(); node; node = queue.pop()) {
    if ('childNodes' in node) for (const child of node.childNodes) queue.push(child);
    if ('content' in node) queue.push(node.content);
    if (!('tagName' in node) || !node.sourceCodeLocation) continue;
    const location = node.sourceCodeLocation;
    byOffset.set(location.startOffset, { ...node, location });
  }
  return [...byOffset.values()].sort((a, b) => a.location.startOffset - b.location.startOffset);
}
