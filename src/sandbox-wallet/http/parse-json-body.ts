import { RequestError } from '../core/errors.js';

const MAX_DEPTH = 32;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Parses the body, or returns undefined if it is empty. Limits the nesting, which could overflow the stack of
 * JSON.stringify.
 * @throws RequestError
 */
export function parseJsonBody(rawBody: Buffer): unknown {
  if (rawBody.length === 0) return undefined;
  if (nestingDepth(rawBody) > MAX_DEPTH) throw new RequestError(400, 'The body is nested too deeply');
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new RequestError(400, 'The body is not valid JSON');
    throw error;
  }
}

function nestingDepth(text: Buffer): number {
  let [depth, deepest, inString] = [0, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at];
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === 0x5b || byte === 0x7b) deepest = Math.max(deepest, (depth += 1));
    else if (byte === 0x5d || byte === 0x7d) depth -= 1;
  }
  return deepest;
}
