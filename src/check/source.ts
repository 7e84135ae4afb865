import { startTagsIn } from './start-tags.js';

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

/** The start tags of a page's source. What scripts add is not there, and has no line. */
export function tagsOf(html: string): Tag[] {
  const lineAt = lineCounter(html);
  return [...startTagsIn(html)].map(({ name, attributes, start }) => ({
    ...{ name, attributes },
    line: lineAt(start),
  }));
}

/** The scripts that stand in a page's source, but for data. One that does not end is not run. */
export function inlineScriptsOf(html: string, file: string): ScriptSource[] {
  const lineAt = lineCounter(html);
  return [...startTagsIn(html)].flatMap(({ name, attributes, end, text }) => {
    const type = attributes.get('type') ?? '';
    if (name !== 'script' || text === null || attributes.has('src') || !/^$|javascript|module/i.test(type))
      return [];
    return [{ file, firstLine: lineAt(end), text }];
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

/** Answers the line of an index that is not before the last one it was asked for: no line break is looked at twice. */
function lineCounter(text: string): (index: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return (index) => {
    for (; next !== -1 && next < index; next = text.indexOf('\n', next + 1)) line += 1;
    return line;
  };
}
