import assert from 'node:assert/strict';
import { isValidationError } from '@interledger/openapi';
import fc from 'fast-check';
import { ParseError } from 'structured-headers';
import { PARSERS } from '../attacks/parsers.js';
import { PAGE_PARSERS } from './page-parsers.js';
import { PROVIDER_PARSERS } from './provider-parsers.js';
import type { FuzzTarget } from './fuzz-run.js';
import { textsLike } from './texts.js';
import { TOOL_PARSERS } from './tool-parsers.js';
import { WALLET_PARSERS } from './wallet-parsers.js';

/** What a parser reads, and what holds for all that it accepts. */
export interface FuzzedParser {
  /** Texts that it accepts. */
  readonly valid: readonly string[];
  /** Texts that it does not accept for what they look like: other such texts are near them. */
  readonly hostile?: readonly string[];
  /** Words that texts of this kind are made of. */
  readonly words: readonly string[];
  /** @param result what it has made of `text`. */
  holds(result: unknown, text: string): void;
}

/** Errors by which a parser refuses a text: whoever has written it is told what is wrong, and nothing else has happened. */
const REFUSALS = new Set([
  'RelayProblem',
  'RequestError',
  'SignatureError',
  'EgressError',
  'PaymentNotVerified',
]);
/** Our own TypeErrors name what they did not like; the engine's do not. */
const OWN_WORDS = /^"\w+" must |^Unknown \w+ |is no URL$/;

export const FUZZED_PARSERS: Record<string, FuzzedParser> = {
  ...PROVIDER_PARSERS,
  ...WALLET_PARSERS,
  ...PAGE_PARSERS,
  ...TOOL_PARSERS,
};

/** Each parser accepts texts that are what they should be, refuses the others in its own words, and never fails. */
export const PARSER_TARGETS: Record<string, FuzzTarget> = Object.fromEntries(
  Object.entries(FUZZED_PARSERS).map(([name, { valid, hostile = [], words, holds }]) => {
    const parse = PARSERS[name] as (text: string) => unknown;
    const property = fc.asyncProperty(textsLike([...valid, ...hostile], words), async (text) => {
      let result: unknown;
      try {
        result = parse(text);
      } catch (error) {
        assert.ok(!valid.includes(text), `refused: ${String(error)}`);
        return assert.ok(isRefusal(error), `not a refusal: ${String(error)}`);
      }
      holds(result, text);
    });
    return [name, property];
  }),
);

function isRefusal(error: unknown): boolean {
  if (isValidationError(error) || error instanceof ParseError) return true;
  const { name, message } = error as Error;
  return REFUSALS.has(name) || (name === 'TypeError' && OWN_WORDS.test(message));
}
