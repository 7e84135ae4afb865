import { RelayProblem } from '../core/relay-problem.js';

const MAX_DEPTH = 16;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const QUOTE = 0x22;

/**
 * Parses interoperable JSON (RFC 7493): UTF-8, no duplicate members, no lone surrogates. Also rejects NUL,
 * `__proto__` and deep nesting, which are dangerous for careless code. Takes linear time.
 * @throws RelayProblem `request-invalid`
 */
// https://www.rfc-editor.org/rfc/rfc7493.html#section-2
export function parseStrictJson(bytes: Buffer): unknown {
  const text = decodeUtf8(bytes);
  // Parsed first, so that the checks below can rely on valid JSON. Without a reviver, V8's parser needs no
  // stack for nesting.
  const value = parseJsonText(text);
  // NUL and lone surrogates can only be written as escapes: unescaped, they are invalid JSON or UTF-8.
  const members = checkAndCountMembers(value, text.includes('\\'));
  // JSON.parse keeps the last of several members with the same name.
  if (members !== countColons(text)) throw requestInvalid('The body has a duplicate member.');
  return value;
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // The decoder's error has no further information.
    throw requestInvalid('The body is not valid UTF-8.');
  }
}

function parseJsonText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw requestInvalid('The body is not valid JSON.');
    throw error;
  }
}

/** Counts the members of all objects in `value`, at all levels. */
function checkAndCountMembers(value: unknown, hasEscapes: boolean, depth = 0): number {
  if (typeof value === 'string') {
    if (hasEscapes) checkString(value);
    return 0;
  }
  if (typeof value !== 'object' || value === null) return 0;
  if (depth === MAX_DEPTH) throw requestInvalid(`The body is nested deeper than ${MAX_DEPTH} levels.`);
  if (Array.isArray(value))
    return value.reduce((sum: number, item) => sum + checkAndCountMembers(item, hasEscapes, depth + 1), 0);
  let members = 0;
  for (const [name, item] of Object.entries(value)) {
    if (name === '__proto__') throw requestInvalid('The body has a member "__proto__".');
    if (hasEscapes) checkString(name);
    members += 1 + checkAndCountMembers(item, hasEscapes, depth + 1);
  }
  return members;
}

function checkString(text: string): void {
  if (text.includes('\0') || !isWellFormed(text))
    throw requestInvalid('The body contains NUL or a lone surrogate.');
}

/** `String.prototype.isWellFormed` is missing in this project's TypeScript library. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** Counts the colons of a JSON text outside of its strings. Each belongs to one member. */
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

/** The index after the string that starts at `open`. */
function endOfString(text: string, open: number): number {
  const quote = text.indexOf('"', open + 1);
  if (text.charCodeAt(quote - 1) !== BACKSLASH) return quote + 1;
  let at = open + 1;
  while (text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at + 1;
}

function requestInvalid(detail: string): RelayProblem {
  return new RelayProblem('request-invalid', detail);
}
