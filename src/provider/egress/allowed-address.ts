import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isLoopbackAddress } from '../../protocol/loopback.js';

/** All allocated IPv6 addresses. Excludes `::127.0.0.1`, which ipaddr.js reports as unicast. */
const GLOBAL_UNICAST_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** True for public IP addresses, and in a sandbox for loopback. IPv4-mapped IPv6 is treated as IPv4. */
export function isAllowedAddress(address: string | undefined, sandbox: boolean): boolean {
  if (address === undefined || !ipaddr.isValid(address)) return false;
  if (sandbox && isLoopbackAddress(address)) return true;
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast' && (parsed.kind() === 'ipv4' || parsed.match(GLOBAL_UNICAST_IPV6));
}

/** The IP address in a URL's host, or null if the host is a name. */
export function parseIpLiteral(hostname: string): string | null {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return isIP(bare) === 0 ? null : bare;
}
