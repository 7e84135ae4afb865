import ipaddr from 'ipaddr.js';

/** True for an IP address of the public internet, and in a sandbox for one of this machine. IPv4 in the clothes of IPv6 is judged as IPv4. */
export function mayConnectTo(address: string | undefined, sandbox: boolean): boolean {
  if (address === undefined || !ipaddr.isValid(address)) return false;
  const range = ipaddr.process(address).range();
  return range === 'unicast' || (sandbox && range === 'loopback');
}

/** The IP address that a URL's host is, or null when it is a name. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return ipaddr.isValid(bare) ? bare : null;
}
