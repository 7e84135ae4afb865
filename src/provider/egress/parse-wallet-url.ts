import { isLoopbackHostname, isTrustworthyHttpUrl } from '../../protocol/loopback.js';
import { parseIpLiteral, isAllowedAddress } from './allowed-address.js';
import { EgressError } from './egress-error.js';
import type { EgressOptions } from './egress-options.js';

const MAX_CHARACTERS = 2_048;

/**
 * Parses and checks every URL that comes from outside: wallet addresses, services, ids, redirects. It needs
 * no network access. The URL must have:
 * - an absolute form, at most `MAX_CHARACTERS` characters, and https (in a sandbox, also http on loopback)
 * - no user, password or fragment, and no query unless `query` allows one
 * - an allowed port
 * - a public IP address or a fully qualified name as host. The URL parser has already converted 0x7f.1,
 *   2130706433 and ①②⑦.0.0.1 to addresses, and other scripts to punycode.
 * @throws EgressError `url-refused`
 */
export function parseWalletUrl(
  text: string,
  { sandbox, ports }: Pick<EgressOptions, 'sandbox' | 'ports'>,
  { query = false }: { query?: boolean } = {},
): URL {
  const url = text.length <= MAX_CHARACTERS ? parseAbsoluteUrl(text) : null;
  if (!url || url.href.length > MAX_CHARACTERS) throw urlRefused('is not absolute or is too long');
  const isSandboxLoopback = sandbox && isLoopbackHostname(url.hostname);
  if (url.protocol !== 'https:' && !(isSandboxLoopback && isTrustworthyHttpUrl(url)))
    throw urlRefused('does not use https');
  if (url.username || url.password || url.href.includes('#')) throw urlRefused('has a user or a fragment');
  if (!query && url.href.includes('?')) throw urlRefused('has a query');
  if (!isSandboxLoopback && !ports.includes(Number(url.port || 443)))
    throw urlRefused('has a port that is not allowed');
  if (!isSandboxLoopback && !isPublicHost(url.hostname)) throw urlRefused('has no public host');
  return url;
}

/** Not URL.canParse(): once optimized, Node 20's version returns false for a URL with an ü. */
function parseAbsoluteUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function isPublicHost(hostname: string): boolean {
  const literal = parseIpLiteral(hostname);
  if (literal !== null) return isAllowedAddress(literal, false);
  return hostname.includes('.') && !hostname.endsWith('.') && !isLoopbackHostname(hostname);
}

function urlRefused(reason: string): EgressError {
  return new EgressError('url-refused', `The URL ${reason}.`);
}
