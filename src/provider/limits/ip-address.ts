import ipaddr from 'ipaddr.js';

/**
 * The key for rate limits: an IPv4 address, or the /64 network of an IPv6 address, which is what one
 * subscriber gets. All callers without a valid address share one key.
 */
export function toRateLimitKey(address: string): string {
  const parsed = parseAddress(address);
  if (!parsed) return 'unknown';
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${(parsed as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}

// https://www.rfc-editor.org/rfc/rfc7239.html#section-6
/** Some proxies append the port, which differs for each connection of the caller. */
const FORWARDED_NODE = /^(?:\[([^\]]+)\]|(\d+(?:\.\d+){3}))(?::\d+)?$/;

function parseAddress(node: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const [, ipv6, ipv4] = FORWARDED_NODE.exec(node) ?? [];
  const address = ipv6 ?? ipv4 ?? node;
  return ipaddr.isValid(address) ? ipaddr.process(address) : undefined;
}
