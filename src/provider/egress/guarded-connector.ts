import { isIPv6, type LookupFunction } from 'node:net';
import type { buildConnector as Connect } from 'undici';
import { literalAddress, mayConnectTo } from './check-address.js';
import { EgressError } from './egress-error.js';
import type { EgressOptions } from './egress-options.js';
import type { Resolve } from './resolve.js';
import { buildConnector } from './undici.js';

/**
 * Connects only where a wallet may stand: what a name resolves to is checked at the very lookup that the connection uses, all of it, so a name that
 * changes its mind between check and use (DNS rebinding) gains nothing; so is the host that is an address already, for which there is no lookup; and so is the other end
 * of the finished connection. A kept connection stays with the address that was checked.
 */
export function createGuardedConnector(
  { sandbox, connectTimeout }: Pick<EgressOptions, 'sandbox' | 'connectTimeout'>,
  resolve: Resolve,
): Connect.connector {
  const connect = buildConnector({
    timeout: connectTimeout,
    lookup: createGuardedLookup(sandbox, resolve),
    autoSelectFamily: true,
  });
  return (options, callback) => {
    const literal = literalAddress(options.hostname);
    if (literal !== null && !mayConnectTo(literal, sandbox)) return callback(refused(options.hostname), null);
    return connect(options, (...[error, socket]) => {
      if (error) return callback(error, null);
      if (mayConnectTo(socket.remoteAddress, sandbox)) return callback(null, socket);
      socket.destroy();
      return callback(refused(options.hostname), null);
    });
  };
}

function createGuardedLookup(sandbox: boolean, resolve: Resolve): LookupFunction {
  return (hostname, { all }, callback) => {
    resolve(hostname)
      .then((addresses) => {
        if (addresses.length === 0 || !addresses.every((address) => mayConnectTo(address, sandbox)))
          throw refused(hostname);
        const entries = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
        if (all) callback(null, entries);
        else callback(null, entries[0]?.address ?? '', entries[0]?.family);
      })
      .catch((error: Error) => callback(error, []));
  };
}

function refused(hostname: string): EgressError {
  return new EgressError('address-refused', `${hostname} is not on the public internet.`);
}
