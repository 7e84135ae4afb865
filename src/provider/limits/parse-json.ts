import { RelayProblem } from '../problem.js';

const MAX_DEPTH = 16;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const QUOTE = 0x22;

/**
 * JSON as every reader understands it alike (RFC 7493): UTF-8, no member twice, no half of a surrogate pair. And none of what
 * hurts the careless: NUL, `__proto__`, deep nesting. The time grows with the length of the body and no faster.
 * @throws RelayProblem `request-invalid`
 */
// https://www.rfc-editor.org/rfc/rfc7493.html#section-2
export function parseJson(bytes: Buffer): unknown {
  const text = decode(bytes);
  // First: what follows may rely on a text that is JSON. Without a reviver V8's parser needs no stack for nesting.
  const value = parse(text);
  // What a string may not hold can only be written as an escape: the rest is neither UTF-8 nor JSON.
  const members = checkValue(value, text.includes('\\'));
  // The parser keeps the last of several members with one name.
  if (members !== countColons(text)) throw invalid('The body has a member twice.');
  return value;
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // The decoder's own error says no more than this.
    throw invalid('The body is not UTF-8.');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid('The body is not JSON.');
    throw error;
  }
}

/** Answers how many members the objects in `value` have, all levels together. */
function checkValue(value: unknown, hasEscapes: boolean, depth = 0): number {
  if (typeof value === 'string') {
    if (hasEscapes) checkText(value);
    return 0;
  }
  if (typeof value !== 'object' || value === null) return 0;
  if (depth === MAX_DEPTH) throw invalid(`The body is nested deeper than ${MAX_DEPTH}.`);
  if (Array.isArray(value))
    return value.reduce((sum: number, item) => sum + checkValue(item, hasEscapes, depth + 1), 0);
  let members = 0;
  for (const [name, item] of Object.entries(value)) {
    if (name === '__proto__') throw invalid('The body has a member "__proto__".');
    if (hasEscapes) checkText(name);
    members += 1 + checkValue(item, hasEscapes, depth + 1);
  }
  return members;
}

function checkText(text: string): void {
  if (text.includes('\0') || !isWellFormed(text))
    throw invalid('The body has NUL or half a surrogate pair in it.');
}

/** `String.prototype.isWellFormed` is younger than this project's TypeScript library. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** Those of a JSON text outside of its strings: each belongs to one member. */
function countColons(text: string): number {
  let colons = 0;
  for (let at = 0; at < text.length;) {
    const open = text.indexOf('"', at);
    const end = open === -1 ? text.length : open;
    for (; at < end; at += 1) if (text.charCodeAt(at) === COLON) colons += 1;
    if (open !== -1) at = endOfString(text, open);
  }
  return colons;
}

/** The index behind the string that begins at `open`. */
function endOfString(text: string, open: number): number {
  const quote = text.indexOf('"', open + 1);
  if (text.charCodeAt(quote - 1) !== BACKSLASH) return quote + 1;
  let at = open + 1;
  while (text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at + 1;
}

function invalid(detail: string): RelayProblem {
  return new RelayProblem('request-invalid', detail);
}
