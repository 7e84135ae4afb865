import { doesUrlMatchExpression } from './does-url-match-expression.js';

/** Which origins may use the feature. */
// https://www.w3.org/TR/permissions-policy/#allowlists
export interface Allowlist {
  /** The special value `*`. */
  all: boolean;
  /** The origins that `'self'` and `'src'` stand for. */
  origins: string[];
  expressions: string[];
}

// https://www.w3.org/TR/permissions-policy/#matches
export function matches({ all, origins, expressions }: Allowlist, origin: string): boolean {
  if (all) return true;
  // An opaque origin serializes as "null" but equals no other origin.
  if (origin === 'null') return false;
  if (origins.includes(origin)) return true;
  const url = new URL(origin);
  return expressions.some((expression) => doesUrlMatchExpression(url, expression, origin));
}
