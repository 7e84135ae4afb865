import { RelayProblem } from '../problem.js';

const DEEPEST = 16;
/** Strings and brackets; `stray` is a quote that no string begins with. */
const TOKENS = /"(?:[^"\\]|\\.)*"(\s*:)?|[[\]{}]/gs;

/**
 * JSON as every reader understands it alike (RFC 7493): UTF-8, no member twice, no half of a surrogate pair. And none of what
 * hurts the careless: NUL, `__proto__`, deep nesting.
 * @throws RelayProblem `request-invalid`
 */
// https://www.rfc-editor.org/rfc/rfc7493.html#section-2
export function parseJson(bytes: Buffer): unknown {
  const text = decode(bytes);
  checkStructure(text);
  return parse(text, (_name, value: unknown) => {
    if (typeof value === 'string') checkText(value);
    return value;
  });
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // The decoder's own error says no more than this.
    throw invalid('The body is not UTF-8.');
  }
}

/** Works on anything: what is no JSON is found by the parser, which must not meet what is nested too deeply. */
function checkStructure(text: string): void {
  const open: Set<string>[] = [];
  for (const [token, colon] of text.matchAll(TOKENS)) {
    if (token === '{' || token === '[') {
      if (open.length === DEEPEST) throw invalid(`The body is nested deeper than ${DEEPEST}.`);
      open.push(new Set());
    } else if (token === '}' || token === ']') open.pop();
    else if (colon !== undefined) checkName(parse(token.slice(0, -colon.length)) as string, open.at(-1));
  }
}

function checkName(name: string, siblings: Set<string> | undefined): void {
  checkText(name);
  if (name === '__proto__') throw invalid('The body has a member "__proto__".');
  if (siblings?.has(name)) throw invalid('The body has a member twice.');
  siblings?.add(name);
}

function checkText(text: string): void {
  if (text.includes('\0') || !isWellFormed(text))
    throw invalid('The body has NUL or half a surrogate pair in it.');
}

/** `String.prototype.isWellFormed` is younger than this project's TypeScript library. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function parse(text: string, reviver?: (name: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(text, reviver);
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid('The body is not JSON.');
    throw error;
  }
}

function invalid(detail: string): RelayProblem {
  return new RelayProblem('request-invalid', detail);
}
