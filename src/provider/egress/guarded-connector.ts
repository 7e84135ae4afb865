import { isIPv6, type LookupFunction } from 'node:net';
import type { buildConnector as Connect } from 'undici';
import { parseIpLiteral, isAllowedAddress } from './allowed-address.js';
import { EgressError } from './egress-error.js';
import type { EgressOptions } from './egress-options.js';
import type { ResolveHost } from './resolve-host.js';
import { buildConnector } from './undici.js';

/**
 * Connects only to allowed addresses. It checks all addresses that the connection's own DNS lookup returns,
 * which prevents DNS rebinding. It also checks IP addresses in URLs, which need no lookup, and the remote
 * address of the established connection. A kept-alive connection keeps its checked address.
 */
export function createGuardedConnector(
  { sandbox, connectTimeout }: Pick<EgressOptions, 'sandbox' | 'connectTimeout'>,
  resolve: ResolveHost,
): Connect.connector {
  const connect = buildConnector({
    timeout: connectTimeout,
    lookup: createGuardedLookup(sandbox, resolve),
    autoSelectFamily: true,
  });
  return (options, callback) => {
    const ipLiteral = parseIpLiteral(options.hostname);
    if (ipLiteral !== null && !isAllowedAddress(ipLiteral, sandbox))
      return callback(addressRefused(options.hostname), null);
    return connect(options, (...[error, socket]) => {
      if (error) return callback(error, null);
      if (isAllowedAddress(socket.remoteAddress, sandbox)) return callback(null, socket);
      socket.destroy();
      return callback(addressRefused(options.hostname), null);
    });
  };
}

function createGuardedLookup(sandbox: boolean, resolve: ResolveHost): LookupFunction {
  return (hostname, { all }, callback) => {
    resolve(hostname)
      .then((addresses) => {
        if (addresses.length === 0 || !addresses.every((address) => isAllowedAddress(address, sandbox)))
          throw addressRefused(hostname);
        const entries = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
        if (all) callback(null, entries);
        else callback(null, entries[0]?.address ?? '', entries[0]?.family);
      })
      .catch((error: Error) => callback(error, []));
  };
}

function addressRefused(hostname: string): EgressError {
  return new EgressError('address-refused', `${hostname} is not on the public internet.`);
}
