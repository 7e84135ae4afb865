/** A start tag as it stands in a page's source. */
export interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly line: number;
}

/** A script's text, and where it begins. */
export interface ScriptSource {
  /** URL of the script, or of the page that it stands in. */
  readonly file: string;
  readonly firstLine: number;
  readonly text: string;
}

const TAG = /<([a-z][\w-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/gi;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;
/** What looks like a tag in there is none. */
const RAW_TEXT = /(<(script|style|textarea|title)\b(?:"[^"]*"|'[^']*'|[^"'>])*>)([^]*?)(?=<\/\2\b)/gi;
const COMMENT = /<!--[^]*?-->/g;

/** The start tags of a page's source. What scripts add is not there, and has no line. */
export function tagsOf(html: string): Tag[] {
  const markup = html
    .replace(RAW_TEXT, (_all, start: string, _name: string, text: string) => start + blank(text))
    .replace(COMMENT, blank);
  return [...markup.matchAll(TAG)].map(({ 1: name = '', 2: text = '', index }) => ({
    name: name.toLowerCase(),
    attributes: attributesOf(text),
    line: lineAt(markup, index),
  }));
}

/** The scripts that stand in a page's source, but for data. */
export function inlineScriptsOf(html: string, file: string): ScriptSource[] {
  const visible = html.replace(COMMENT, (comment) =>
    comment.includes('<script') ? blank(comment) : comment,
  );
  return [...visible.matchAll(RAW_TEXT)].flatMap(({ 1: start = '', 2: name = '', 3: text = '', index }) => {
    const attributes = attributesOf(start.slice(name.length + 1, -1));
    const type = attributes.get('type') ?? '';
    if (name.toLowerCase() !== 'script' || attributes.has('src') || !/^$|javascript|module/i.test(type))
      return [];
    return [{ file, firstLine: lineAt(visible, index + start.length), text }];
  });
}

export interface Match {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Where a pattern stands in scripts, outside of comments that fill their line. */
export function findInScripts(scripts: readonly ScriptSource[], pattern: RegExp): Match[] {
  return scripts.flatMap(({ file, firstLine, text }) =>
    text.split('\n').flatMap((line, index) => {
      const match = /^\s*(?:\/\/|\*|\/\*)/.test(line) ? null : pattern.exec(line);
      return match ? [{ file, line: firstLine + index, text: match[0] }] : [];
    }),
  );
}

function attributesOf(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single, bare] of text.matchAll(ATTRIBUTE)) {
    const value = double ?? single ?? bare ?? '';
    if (!attributes.has(name.toLowerCase()))
      attributes.set(name.toLowerCase(), value.replaceAll('&amp;', '&'));
  }
  return attributes;
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
