import { doesUrlMatchExpression } from './does-url-match-expression.js';
import { splitOnAsciiWhitespace } from './split-on-ascii-whitespace.js';

/** Maps each directive name to the tokens of its value. */
export type ContentSecurityPolicy = ReadonlyMap<string, readonly string[]>;

// Differs from the spec: a <meta> may also contain several policies separated by commas, as in browsers. A
// comma is not valid in any directive.
// https://w3c.github.io/webappsec-csp/#parse-response-csp
export function parseSerializedCspList(serialized: string): ContentSecurityPolicy[] {
  return serialized.split(',').flatMap((text) => {
    const policy = parseSerializedCsp(text);
    // Drop empty policies at once, so that a header of commas does not create many maps.
    return policy.size > 0 ? [policy] : [];
  });
}

// https://w3c.github.io/webappsec-csp/#parse-serialized-policy
function parseSerializedCsp(serialized: string): ContentSecurityPolicy {
  const policy = new Map<string, readonly string[]>();
  for (const token of serialized.split(';')) {
    const [directiveName, ...directiveValue] = splitOnAsciiWhitespace(token);
    // eslint-disable-next-line no-control-regex -- the specification requires ASCII
    if (directiveName === undefined || /[^\x00-\x7f]/.test(token)) continue;
    const name = directiveName.toLowerCase();
    if (!policy.has(name)) policy.set(name, directiveValue);
  }
  return policy;
}

/** Returns the serialized directive that blocks the URL, or null. */
// Differs from the spec: it defines no fallback. Here `default-src` is one, as for all other requests.
// https://webmonetization.org/specification/#monetization-src-pre-request-check
export function monetizationSrcPreRequestCheck(
  policies: readonly ContentSecurityPolicy[],
  url: URL,
  origin: string,
): string | null {
  for (const policy of policies) {
    const directive = ['monetization-src', 'default-src'].find((name) => policy.has(name));
    if (directive === undefined) continue;
    const sourceList = policy.get(directive) ?? [];
    // An empty list and 'none' match nothing.
    if (sourceList.some((expression) => doesUrlMatchExpression(url, expression, origin))) continue;
    return [directive, ...sourceList].join(' ');
  }
  return null;
}
