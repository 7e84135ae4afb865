import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ParseError } from 'structured-headers';
import { PARSERS } from '../attacks/parsing/parsers.js';
import { PAGE_PARSERS } from './page-parsers.js';
import { PROVIDER_PARSERS } from './provider-parsers.js';
import type { FuzzTarget } from './fuzz-run.js';
import { textsLike } from './text-mutations.js';
import { TOOL_PARSERS } from './tool-parsers.js';
import { WALLET_PARSERS } from './wallet-parsers.js';

/** The inputs of a parser, and the properties of its results. */
export interface FuzzedParser {
  /** Inputs that it accepts. */
  readonly valid: readonly string[];
  /** Invalid inputs. Mutations of them are tested as well. */
  readonly hostile?: readonly string[];
  /** Words of the input language. */
  readonly dictionary: readonly string[];
  /** @param result the parser's result for `text`. */
  check(result: unknown, text: string): void;
}

/** Errors that report an invalid input to the caller. */
const REJECTION_ERROR_NAMES = new Set([
  'RelayProblem',
  'RequestError',
  'SignatureError',
  'EgressError',
  'OpenPaymentsClientError',
  'PaymentNotVerified',
]);
/** Our own TypeErrors quote the invalid value or its name; those of the engine do not. */
const OWN_TYPE_ERROR_MESSAGE = /^"\w+" must |^Unknown \w+ |is not a URL$/;

export const FUZZED_PARSERS: Record<string, FuzzedParser> = {
  ...PROVIDER_PARSERS,
  ...WALLET_PARSERS,
  ...PAGE_PARSERS,
  ...TOOL_PARSERS,
};

/** Each parser accepts valid inputs, rejects invalid ones with its own errors, and never crashes. */
export const PARSER_TARGETS: Record<string, FuzzTarget> = Object.fromEntries(
  Object.entries(FUZZED_PARSERS).map(([name, { valid, hostile = [], dictionary, check }]) => {
    const parse = PARSERS[name] as (text: string) => unknown;
    const property = fc.asyncProperty(textsLike([...valid, ...hostile], dictionary), async (text) => {
      let result: unknown;
      try {
        result = parse(text);
      } catch (error) {
        assert.ok(!valid.includes(text), `rejected: ${String(error)}`);
        return assert.ok(isRejection(error), `unexpected error: ${String(error)}`);
      }
      check(result, text);
    });
    return [name, property];
  }),
);

function isRejection(error: unknown): boolean {
  if (error instanceof ParseError) return true;
  const { name, message } = error as Error;
  return REJECTION_ERROR_NAMES.has(name) || (name === 'TypeError' && OWN_TYPE_ERROR_MESSAGE.test(message));
}
