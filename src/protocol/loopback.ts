// https://www.rfc-editor.org/rfc/rfc6761#section-6.3
// https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
const LOOPBACK_HOSTNAME = /(^|\.)localhost\.?$|^127(\.\d{1,3}){3}$|^\[::1]$/i;

/** The same hosts and `.test` in a whole URL. One expression of its own, because it is part of wm.js. */
// https://www.rfc-editor.org/rfc/rfc6761#section-6.2
const LOCAL_URL =
  /^(file:|about:|https?:\/\/(([^/]+\.)?(localhost|test)\.?|127(\.\d+)+|\[::1])(:\d+)?(\/|$))/;

/** As Node writes the address of a peer and the results of a name server. */
const LOOPBACK_ADDRESS = /^(::ffff:)?127(\.\d{1,3}){3}$|^::1$/i;

/**
 * True for the host of a URL, if it is on this machine: `localhost`, all names below it, 127.0.0.0/8 and
 * `[::1]`. Pass `hostname` of a URL: the URL parser has already converted `127.1` and `0x7f.1`.
 */
export function isLoopbackHostname(hostname: string): boolean {
  return LOOPBACK_HOSTNAME.test(hostname);
}

/**
 * True for http(s) URLs that are potentially trustworthy: encrypted, or on this machine. Stricter than the
 * algorithm of Secure Contexts, which also trusts `file:` and `data:`: a server cannot be there.
 */
export function isTrustworthyHttpUrl({ protocol, hostname }: Pick<URL, 'protocol' | 'hostname'>): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackHostname(hostname));
}

/**
 * True for a `Host` header with a loopback name or address, with or without a port. This is a check against
 * DNS rebinding, so it is stricter than {@link isLoopbackHostname}: nothing but a host and a port, and no
 * final dot, because some systems ask a name server of the network for `localhost.`.
 */
export function isLoopbackHostHeader(host: string): boolean {
  const [, hostname = ''] = /^(\w(?:[\w.-]*\w)?|\[::1])(?::\d+)?$/.exec(host) ?? [];
  return isLoopbackHostname(hostname);
}

/**
 * True for an IP address of this machine, IPv4-mapped ones included. For peers and for results of a name
 * server. Names are never addresses, and unusual spellings such as `127.1` are not accepted.
 */
export function isLoopbackAddress(address: string): boolean {
  return LOOPBACK_ADDRESS.test(address);
}

/**
 * True for a page or provider that the public cannot reach under this URL: on this machine, in a file, in a
 * document without a URL of its own, or on a `.test` host, which no public name server knows. Only there may
 * money be simulated. A `.test` host is not trustworthy over http, because it can be another machine.
 * @param url as the URL parser serializes it.
 */
export function isLocalUrl(url: string): boolean {
  return LOCAL_URL.test(url);
}
