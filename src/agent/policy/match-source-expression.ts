const SCHEME_SOURCE = /^([a-z][a-z\d+.-]*):$/i;
const HOST_SOURCE =
  /^(?:([a-z][a-z\d+.-]*):\/\/)?(\*|(?:\*\.)?[a-z\d-]+(?:\.[a-z\d-]+)*\.?)(?::(\d+|\*))?(\/[^;,?#]*)?$/i;

// A wallet address has an http(s) URL, and its redirects are the provider's: what is left out here is for other URLs.
// https://w3c.github.io/webappsec-csp/#match-url-to-source-expression
export function doesUrlMatchExpression(url: URL, expression: string, origin: string): boolean {
  if (expression === '*') return true;
  if (expression.toLowerCase() === "'self'") return isSelf(url, origin);

  const scheme = SCHEME_SOURCE.exec(expression)?.[1];
  if (scheme !== undefined) return schemePartMatches(scheme, url);

  const [isHostSource, schemePart, hostPart = '', portPart, pathPart] = HOST_SOURCE.exec(expression) ?? [];
  const effectiveScheme = schemePart ?? origin.split(':', 1)[0] ?? '';
  return (
    isHostSource !== undefined &&
    schemePartMatches(effectiveScheme, url) &&
    hostPartMatches(hostPart, url.hostname) &&
    portPartMatches(portPart, url, effectiveScheme) &&
    pathPartMatches(pathPart ?? '', url.pathname)
  );
}

function isSelf(url: URL, origin: string): boolean {
  if (url.origin === origin) return true;
  if (origin === 'null') return false;
  const self = new URL(origin);
  return self.hostname === url.hostname && self.port === url.port && schemePartMatches(self.protocol, url);
}

// https://w3c.github.io/webappsec-csp/#match-schemes
function schemePartMatches(scheme: string, { protocol }: URL): boolean {
  const [pattern, actual] = [scheme.toLowerCase().replace(':', ''), protocol.replace(':', '')];
  return pattern === actual || (pattern === 'http' && actual === 'https');
}

// Differs from the spec: an IP address matches itself, as in browsers.
// https://w3c.github.io/webappsec-csp/#match-hosts
function hostPartMatches(pattern: string, host: string): boolean {
  const lowercase = pattern.toLowerCase();
  if (lowercase === '*') return true;
  return lowercase.startsWith('*.') ? host.endsWith(lowercase.slice(1)) : host === lowercase;
}

// Differs from the spec: port 80 is upgraded together with http, as its section "Changes from Level 2" and browsers have it.
// https://w3c.github.io/webappsec-csp/#match-ports
function portPartMatches(input: string | undefined, { port, protocol }: URL, scheme: string): boolean {
  if (input === '*') return true;
  if (input === undefined || port) return Number(input ?? 0) === Number(port);
  const [defaultPort, upgraded] =
    protocol === 'https:' ? [443, scheme.toLowerCase() === 'http'] : [80, false];
  return Number(input) === defaultPort || (upgraded && Number(input) === 80);
}

// https://w3c.github.io/webappsec-csp/#match-paths
function pathPartMatches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/').map(percentDecode);
  const actual = path.split('/').map(percentDecode);
  if (pattern.endsWith('/')) wanted.pop();
  else if (pattern && wanted.length !== actual.length) return false;
  return wanted.every((piece, index) => piece === actual[index]);
}

function percentDecode(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    // Not UTF-8: compared as it is written.
    return piece;
  }
}
