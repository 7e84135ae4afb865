import { literalAddress, mayConnectTo } from './check-address.js';
import { EgressError } from './egress-error.js';
import type { EgressOptions } from './egress-options.js';

const MOST_CHARACTERS = 2_048;

/**
 * The one door for URLs that somebody else wrote: wallet addresses, services, ids, redirects. Decides without a socket and without a name server.
 * - absolute, at most 2,048 characters, https (on this machine, in a sandbox, also http)
 * - no user, password or fragment; no query, unless `query` allows one
 * - a port that wallets may listen on
 * - a host that is a public address or a full name. The URL standard has already turned 0x7f.1, 2130706433 and ①②⑦.0.0.1 into addresses and other scripts into punycode.
 * @throws EgressError `url-refused`
 */
export function parseWalletUrl(
  text: string,
  { sandbox, ports }: Pick<EgressOptions, 'sandbox' | 'ports'>,
  { query = false }: { query?: boolean } = {},
): URL {
  const url = text.length <= MOST_CHARACTERS ? parse(text) : null;
  if (!url || url.href.length > MOST_CHARACTERS) throw refused('is not absolute, or too long');
  const isOwn = sandbox && isThisMachine(url.hostname);
  if (url.protocol !== 'https:' && !(isOwn && url.protocol === 'http:')) throw refused('is not on https');
  if (url.username || url.password || url.href.includes('#')) throw refused('has a user or a fragment');
  if (!query && url.href.includes('?')) throw refused('has a query');
  if (!isOwn && !ports.includes(Number(url.port || 443))) throw refused('has a port that is not allowed');
  if (!isOwn && !isPublicHost(url.hostname)) throw refused('has no public host');
  return url;
}

/** Not URL.canParse(): once it is compiled, Node 20 says false of a URL with an ü. */
function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    // It is no URL: that is the answer.
    return null;
  }
}

function isPublicHost(hostname: string): boolean {
  const literal = literalAddress(hostname);
  if (literal !== null) return mayConnectTo(literal, false);
  return hostname.includes('.') && !hostname.endsWith('.') && !isThisMachine(hostname);
}

function isThisMachine(hostname: string): boolean {
  const literal = literalAddress(hostname);
  if (literal !== null) return mayConnectTo(literal, true) && !mayConnectTo(literal, false);
  return hostname === 'localhost' || hostname.endsWith('.localhost');
}

function refused(why: string): EgressError {
  return new EgressError('url-refused', `The URL ${why}.`);
}
