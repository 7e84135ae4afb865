import { parseStartTags } from './start-tags.js';

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
  const lineAt = lineCounter(html);
  return [...parseStartTags(html)].map(({ name, attributes, start }) => ({
    ...{ name, attributes },
    line: lineAt(start),
  }));
}

/** The inline scripts of a page's source, except data blocks. An unclosed script does not run. */
export function findInlineScripts(html: string, file: string): ScriptSource[] {
  const lineAt = lineCounter(html);
  return [...parseStartTags(html)].flatMap(({ name, attributes, end, text }) => {
    const type = attributes.get('type') ?? '';
    if (name !== 'script' || text === null || attributes.has('src') || !/^$|javascript|module/i.test(type))
      return [];
    return [{ file, firstLine: lineAt(end), text }];
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

/**
 * Returns a function that computes the line of an index. Indices must not decrease, so each line break is
 * counted once.
 */
function lineCounter(text: string): (index: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return (index) => {
    for (; next !== -1 && next < index; next = text.indexOf('\n', next + 1)) line += 1;
    return line;
  };
}
