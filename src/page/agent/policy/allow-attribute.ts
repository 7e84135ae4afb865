import { matches, type Allowlist } from './allowlist.js';
import { parseUrlOrNull } from './parse-url.js';
import { splitOnAsciiWhitespace } from './split-on-ascii-whitespace.js';

// https://www.w3.org/TR/permissions-policy/#algo-define-inherited-policy-in-container
// The caller checks whether the containing document itself may use the feature.
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

/**
 * The allowlist of `monetization` in an `allow` attribute, or null without one. The last declaration applies.
 */
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
      // Browsers disagree on URLs with an asterisk, so keep it. 'none' is not a URL and matches nothing.
      else
        allowlist.expressions.push(element.includes('*') ? element : (parseUrlOrNull(element)?.origin ?? ''));
    }
  }
  return allowlist;
}

// https://www.w3.org/TR/permissions-policy/#declared-origin
function declaredOrigin(element: Element, containerOrigin: string): string {
  const sandbox = element.getAttribute('sandbox');
  if (sandbox !== null && !splitOnAsciiWhitespace(sandbox.toLowerCase()).includes('allow-same-origin')) {
    return 'null';
  }
  const source = element.getAttribute('src');
  if (source === null || element.hasAttribute('srcdoc')) return containerOrigin;
  const url = parseUrlOrNull(source, element.baseURI);
  // Differs from the spec: about: and javascript: URLs have the origin of the container, as in browsers.
  return !url || /^(about|javascript):$/.test(url.protocol) ? containerOrigin : url.origin;
}
