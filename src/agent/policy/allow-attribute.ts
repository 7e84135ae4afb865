import type { Allowlist } from './allowlist.js';
import { matches } from './allowlist.js';
import { parseUrl } from './parse-url.js';
import { splitOnAsciiWhitespace } from './split-on-ascii-whitespace.js';

// https://www.w3.org/TR/permissions-policy/#algo-define-inherited-policy-in-container
// Whether the document around may use the feature itself is asked elsewhere.
export function isEnabledInContainer(
  container: Element | null,
  containerOrigin: string,
  origin: string,
): boolean {
  const allowlist = container && processPermissionsPolicyAttributes(container, containerOrigin);
  if (allowlist) return matches(allowlist, origin);
  // The default allowlist of monetization is 'self'.
  return origin !== 'null' && origin === containerOrigin;
}

// https://www.w3.org/TR/permissions-policy/#algo-process-policy-attributes
function processPermissionsPolicyAttributes(element: Element, containerOrigin: string): Allowlist | null {
  if (element.localName !== 'iframe') return null;
  const allow = element.getAttribute('allow') ?? '';
  return parsePolicyDirective(allow, containerOrigin, declaredOrigin(element, containerOrigin));
}

/** The allowlist of `monetization` in an `allow` attribute, or null when it does not name it. The last mention counts. */
// https://www.w3.org/TR/permissions-policy/#algo-parse-policy-directive
export function parsePolicyDirective(
  value: string,
  containerOrigin: string,
  targetOrigin: string,
): Allowlist | null {
  let allowlist: Allowlist | null = null;
  for (const serializedDeclaration of value.split(';')) {
    const [featureName, ...targetlist] = splitOnAsciiWhitespace(serializedDeclaration);
    if (featureName !== 'monetization') continue;
    if (targetlist.length === 0) targetlist.push("'src'");
    allowlist = { all: targetlist.includes('*'), origins: [], expressions: [] };
    for (const element of targetlist) {
      const keyword = element.toLowerCase();
      if (keyword === "'self'") allowlist.origins.push(containerOrigin);
      else if (keyword === "'src'") allowlist.origins.push(targetOrigin);
      // The URL parsers of browsers do not agree about an asterisk. 'none' is no URL, so it allows nobody.
      else allowlist.expressions.push(element.includes('*') ? element : (parseUrl(element)?.origin ?? ''));
    }
  }
  return allowlist;
}

// https://www.w3.org/TR/permissions-policy/#declared-origin
export function declaredOrigin(element: Element, containerOrigin: string): string {
  const sandbox = element.getAttribute('sandbox');
  if (sandbox !== null && !splitOnAsciiWhitespace(sandbox.toLowerCase()).includes('allow-same-origin')) {
    return 'null';
  }
  const source = element.getAttribute('src');
  if (source === null || element.hasAttribute('srcdoc')) return containerOrigin;
  const url = parseUrl(source, element.baseURI);
  // Differs from the spec: about:blank and the like run in the origin of the page around, as in browsers.
  return !url || /^(about|javascript):$/.test(url.protocol) ? containerOrigin : url.origin;
}
