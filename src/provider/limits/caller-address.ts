import ipaddr from 'ipaddr.js';

/** What one subscriber has: an IPv4 address, or the /64 network of an IPv6 one. Whoever comes from what is no address is one with all who do. */
export function subscriberOf(address: string): string {
  const parsed = parse(address);
  if (!parsed) return 'unknown';
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${(parsed as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}

/** True for this machine itself. */
export function isLoopbackAddress(address: string): boolean {
  return parse(address)?.range() === 'loopback';
}

// https://www.rfc-editor.org/rfc/rfc7239.html#section-6
/** Some proxies write the port, too, and the caller has another one for each connection. */
const NODE = /^(?:\[([^\]]+)\]|(\d+(?:\.\d+){3}))(?::\d+)?$/;

function parse(node: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const [, ipv6, ipv4] = NODE.exec(node) ?? [];
  const address = ipv6 ?? ipv4 ?? node;
  return ipaddr.isValid(address) ? ipaddr.process(address) : undefined;
}
