import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** All that is given out of IPv6: `::127.0.0.1` lies outside, which the list of special ranges passes over. */
const GIVEN_OUT = ipaddr.IPv6.parseCIDR('2000::/3');

/** True for an IP address of the public internet, and in a sandbox for one of this machine. IPv4 in the clothes of IPv6 is judged as IPv4. */
export function mayConnectTo(address: string | undefined, sandbox: boolean): boolean {
  if (address === undefined || !ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (sandbox && range === 'loopback') return true;
  return range === 'unicast' && (parsed.kind() === 'ipv4' || parsed.match(GIVEN_OUT));
}

/** The IP address that a URL's host is, or null when it is a name. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return isIP(bare) === 0 ? null : bare;
}
