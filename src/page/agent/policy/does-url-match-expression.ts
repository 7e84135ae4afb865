const SCHEME_SOURCE = /^([a-z][a-z\d+.-]*):$/;
const HOST_SOURCE = /^(?:([a-z][a-z\d+.-]*):\/\/)?(\*|(?:\*\.)?[a-z\d.-]+)(?::(\d+|\*))?(\/[^;,?#]*)?$/i;

// Omits the parts of the algorithm for other schemes than http(s) and for redirects. Wallet addresses have
// http(s) URLs, and only the provider follows redirects.
// https://w3c.github.io/webappsec-csp/#match-url-to-source-expression
export function doesUrlMatchExpression(url: URL, expression: string, origin: string): boolean {
  const lowercase = expression.toLowerCase();
  // The comparison with `url.origin` is for IPv6 addresses, which the grammar of host-source does not allow.
  if (lowercase === '*' || lowercase === url.origin) return true;
  if (lowercase === "'self'") return doesUrlMatchExpression(url, origin, origin);

  const [, scheme] = SCHEME_SOURCE.exec(lowercase) ?? [];
  if (scheme) return schemePartMatches(scheme, url);

  const [, schemePart, hostPart, portPart, pathPart] = HOST_SOURCE.exec(expression) ?? [];
  const effectiveScheme = (schemePart ?? origin.replace(/:.*/, '')).toLowerCase();
  return (
    hostPart !== undefined &&
    schemePartMatches(effectiveScheme, url) &&
    hostPartMatches(hostPart.toLowerCase(), url) &&
    portPartMatches(portPart, url, effectiveScheme) &&
    pathPartMatches(pathPart ?? '', url)
  );
}

// https://w3c.github.io/webappsec-csp/#match-schemes
function schemePartMatches(scheme: string, { protocol }: URL): boolean {
  return protocol === `${scheme}:` || (scheme === 'http' && protocol === 'https:');
}

// Differs from the spec: an IP address matches itself, as in browsers.
// https://w3c.github.io/webappsec-csp/#match-hosts
function hostPartMatches(pattern: string, { hostname }: URL): boolean {
  return pattern.startsWith('*') ? hostname.endsWith(pattern.slice(1)) : hostname === pattern;
}

// Differs from the spec: port 80 is upgraded together with http, as in browsers and in the spec's section
// "Changes from Level 2".
// https://w3c.github.io/webappsec-csp/#match-ports
function portPartMatches(input: string | undefined, { port, protocol }: URL, scheme: string): boolean {
  if (input === undefined || input === '*') return input !== undefined || port === '';
  if (port === '' && scheme === 'http' && Number(input) === 80) return true;
  return Number(input) === Number(port || (protocol === 'https:' ? 443 : 80));
}

// https://w3c.github.io/webappsec-csp/#match-paths
function pathPartMatches(pattern: string, { pathname }: URL): boolean {
  const expected = pattern.split('/').map(percentDecode);
  const actual = pathname.split('/').map(percentDecode);
  if (pattern.endsWith('/')) {
    // Matches only paths below: "/alice/" does not match "/alice".
    if (expected.length > actual.length) return false;
    expected.pop();
  } else if (pattern && expected.length !== actual.length) return false;
  return expected.every((piece, index) => piece === actual[index]);
}

function percentDecode(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    // Not valid UTF-8: compare it undecoded.
    return piece;
  }
}
