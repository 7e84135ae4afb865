export interface StartTag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Index of its `<`. */
  readonly start: number;
  /** Index after its `>`. */
  readonly end: number;
  /**
   * The text up to its end tag, for elements that contain raw text. Null for other elements, and without an
   * end tag.
   */
  readonly text: string | null;
}

/** Elements in which markup is text. */
const RAW_TEXT_ELEMENTS = ['script', 'style', 'textarea', 'title'];

const TAG_OR_COMMENT_START = /<(?:!--|[a-z])/gi;
const COMMENT_END = /--!?>/g;
const TAG_NAME = /[^\s/>]+/y;
const SEPARATOR = /[\s/]*/y;
const ATTRIBUTE = /([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)(?:"|$)|'([^']*)(?:'|$)|([^\s"'>][^\s>]*)?))?/y;

// https://html.spec.whatwg.org/multipage/parsing.html#tokenization
/** The start tags of a page, in order. Each position is scanned once, so the time is linear. */
export function* parseStartTags(html: string): Generator<StartTag> {
  for (let at = 0; at !== -1;) {
    const begin = execFrom(TAG_OR_COMMENT_START, html, at);
    if (!begin) return;
    if (begin[0] === '<!--') {
      // `<!-->` is a complete comment. An unclosed comment extends to the end of the page.
      at = execFrom(COMMENT_END, html, begin.index + 2) ? COMMENT_END.lastIndex : -1;
      continue;
    }
    const tag = readTag(html, begin.index);
    if (!tag) return;
    const textEnd = RAW_TEXT_ELEMENTS.includes(tag.name) ? findEndTag(html, tag.end, tag.name) : null;
    yield { ...tag, text: textEnd === null || textEnd === -1 ? null : html.slice(tag.end, textEnd) };
    at = textEnd ?? tag.end;
  }
}

/** Null if the page ends within the tag. */
function readTag(html: string, start: number): Omit<StartTag, 'text'> | null {
  const name = execFrom(TAG_NAME, html, start + 1)?.[0].toLowerCase() ?? '';
  const attributes = new Map<string, string>();
  for (let at = TAG_NAME.lastIndex; ; at = ATTRIBUTE.lastIndex) {
    execFrom(SEPARATOR, html, at);
    const next = SEPARATOR.lastIndex;
    if (html[next] === '>') return { name, attributes, start, end: next + 1 };
    const found = execFrom(ATTRIBUTE, html, next);
    if (!found) return null;
    const [, written = '', double, single, bare] = found;
    const attribute = written.toLowerCase();
    const value = double ?? single ?? bare ?? '';
    // For duplicate attributes the first one counts.
    if (!attributes.has(attribute)) attributes.set(attribute, value.replaceAll('&amp;', '&'));
  }
}

/** Index of the end tag, or -1. */
function findEndTag(html: string, from: number, name: string): number {
  return execFrom(new RegExp(`</${name}(?=[\\s/>])`, 'gi'), html, from)?.index ?? -1;
}

function execFrom(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}
