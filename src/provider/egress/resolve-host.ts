import { lookup } from 'node:dns/promises';
import { promises as dns } from 'node:dns';
import { isLoopbackHostname } from '../../protocol/loopback.js';

/** Resolves a host name to all its addresses. */
export type ResolveHost = (hostname: string) => Promise<string[]>;

/**
 * Queries the name servers directly. `getaddrinfo` would block one of libuv's four threads until an
 * unresponsive name server times out, and file access uses the same threads. So /etc/hosts applies to
 * localhost names only.
 * @param timeout milliseconds.
 */
export function createHostResolver(timeout: number): ResolveHost {
  const resolver = new dns.Resolver({ timeout: Math.ceil(timeout / 2), tries: 2 });
  return async (hostname) => {
    if (isLoopbackHostname(hostname))
      return (await lookup(hostname, { all: true })).map(({ address }) => address);
    const results = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const addresses = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    if (addresses.length === 0)
      throw new Error(`${hostname} has no address`, { cause: firstRejection(results) });
    return addresses;
  };
}

function firstRejection(results: PromiseSettledResult<string[]>[]): unknown {
  return results.find((result) => result.status === 'rejected')?.reason;
}
