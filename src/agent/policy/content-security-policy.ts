import { doesUrlMatchExpression } from './match-source-expression.js';
import { splitOnAsciiWhitespace } from './split-on-ascii-whitespace.js';

/** Directives by name, each with its value. */
export type ContentSecurityPolicy = ReadonlyMap<string, readonly string[]>;

// Differs from the spec: also a <meta> may hold several policies with commas between, as browsers have it; a comma fits into no directive.
// https://w3c.github.io/webappsec-csp/#parse-response-csp
export function parseSerializedCspList(serialized: string): ContentSecurityPolicy[] {
  return serialized.split(',').flatMap((text) => {
    const policy = parseSerializedCsp(text);
    // Here and not afterwards: a header of commas alone must not keep as many maps.
    return policy.size > 0 ? [policy] : [];
  });
}

// https://w3c.github.io/webappsec-csp/#parse-serialized-policy
function parseSerializedCsp(serialized: string): ContentSecurityPolicy {
  const policy = new Map<string, readonly string[]>();
  for (const token of serialized.split(';')) {
    const [directiveName, ...directiveValue] = splitOnAsciiWhitespace(token);
    // eslint-disable-next-line no-control-regex -- ASCII is what the specification asks for
    if (directiveName === undefined || /[^\x00-\x7f]/.test(token)) continue;
    const name = directiveName.toLowerCase();
    if (!policy.has(name)) policy.set(name, directiveValue);
  }
  return policy;
}

/** The directive, as it is written, that keeps the URL from being fetched. */
// Differs from the spec: it names no directive to fall back to; as for every other kind of request this is `default-src`.
// https://webmonetization.org/specification/#monetization-src-pre-request-check
export function findViolation(
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
