export interface StartTag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** The index of its `<`. */
  readonly start: number;
  /** The index behind its `>`. */
  readonly end: number;
  /** What stands between it and its end tag where tags are none; null for other elements, and without an end tag. */
  readonly text: string | null;
}

/** What looks like a tag in there is none. */
const RAW_TEXT = ['script', 'style', 'textarea', 'title'];

const BEGIN = /<(?:!--|[a-z])/gi;
const COMMENT_END = /--!?>/g;
const TAG_NAME = /[^\s/>]+/y;
const BETWEEN = /[\s/]*/y;
const ATTRIBUTE = /([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)(?:"|$)|'([^']*)(?:'|$)|([^\s"'>][^\s>]*)?))?/y;

// https://html.spec.whatwg.org/multipage/parsing.html#tokenization
/** The start tags of a page, in order, each looked at once: the time grows with the length of the page and no faster. */
export function* startTagsIn(html: string): Generator<StartTag> {
  for (let at = 0; at !== -1;) {
    const begin = exec(BEGIN, html, at);
    if (!begin) return;
    if (begin[0] === '<!--') {
      // `<!-->` is a whole one. What does not end goes on to the end of the page.
      at = exec(COMMENT_END, html, begin.index + 2) ? COMMENT_END.lastIndex : -1;
      continue;
    }
    const tag = readTag(html, begin.index);
    if (!tag) return;
    const textEnd = RAW_TEXT.includes(tag.name) ? endOfText(html, tag.end, tag.name) : null;
    yield { ...tag, text: textEnd === null || textEnd === -1 ? null : html.slice(tag.end, textEnd) };
    at = textEnd ?? tag.end;
  }
}

/** Null for a tag that the page ends in. */
function readTag(html: string, start: number): Omit<StartTag, 'text'> | null {
  const name = exec(TAG_NAME, html, start + 1)?.[0].toLowerCase() ?? '';
  const attributes = new Map<string, string>();
  for (let at = TAG_NAME.lastIndex; ; at = ATTRIBUTE.lastIndex) {
    exec(BETWEEN, html, at);
    const next = BETWEEN.lastIndex;
    if (html[next] === '>') return { name, attributes, start, end: next + 1 };
    const found = exec(ATTRIBUTE, html, next);
    if (!found) return null;
    const [, written = '', double, single, bare] = found;
    const attribute = written.toLowerCase();
    const value = double ?? single ?? bare ?? '';
    // Of two with one name the first counts.
    if (!attributes.has(attribute)) attributes.set(attribute, value.replaceAll('&amp;', '&'));
  }
}

/** The index of the end tag; -1: there is none. */
function endOfText(html: string, from: number, name: string): number {
  return exec(new RegExp(`</${name}(?=[\\s/>])`, 'gi'), html, from)?.index ?? -1;
}

function exec(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}
