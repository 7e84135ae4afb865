import { ResourceError } from '../errors.js';
import { type Exchange, type Fact, found, leave, type Step } from '../http/exchange.js';
import type { Access } from '../auth-server/access.js';
import { type AccessToken, findAccessToken } from '../auth-server/access-tokens.js';
import type { Wallet } from '../wallet.js';
import { WALLET_ADDRESS_ID } from './read-wallet-address.js';

export interface GrantedAccess extends Omit<AccessToken, 'access'> {
  readonly access: Access;
  /** True for `read-all` and `list-all`: not only what this client created. */
  readonly all: boolean;
}

export const GRANTED_ACCESS: Fact<GrantedAccess> = { name: 'granted access' };

/**
 * - a GNAP token is sent, or 401
 * - it is alive and of this wallet's authorization server, or 403 "Inactive Token"
 * - it grants this action at this wallet address, or 403 "Insufficient Grant"
 */
// https://www.rfc-editor.org/rfc/rfc9635.html#name-the-resource-server-challen
export function checkAccessToken(
  type: Access['type'],
  action: 'create' | 'complete' | 'read' | 'list',
): Step {
  return async (exchange) => {
    const { wallet, request } = exchange;
    const value = /^GNAP ([\x21-\x7e]+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (value === undefined) throw refused(wallet, 401, 'Missing or invalid authorization header value');
    const token = await findAccessToken(wallet.database.committed, wallet.authServer, value, wallet.now());
    if (!token) throw refused(wallet, 403, 'Inactive Token');
    const granted = selectAccess(exchange, token, type, action);
    if (!granted) throw refused(wallet, 403, 'Insufficient Grant');
    leave(exchange, GRANTED_ACCESS, granted);
  };
}

function selectAccess(
  exchange: Exchange,
  token: AccessToken,
  type: Access['type'],
  action: string,
): GrantedAccess | undefined {
  const walletAddress = found(exchange, WALLET_ADDRESS_ID);
  if (walletAddress === undefined) throw new ResourceError(401, 'Unauthorized');
  const fitting = token.access.filter(
    (access) => access.type === type && fits(access.identifier, walletAddress),
  );
  const all = fitting.find(({ actions }) => actions.includes(`${action}-all`));
  const access = all ?? fitting.find(({ actions }) => actions.includes(action));
  return access && { ...token, access, all: all !== undefined };
}

/** For `GET /outgoing-payment-grant`, which names no wallet address. */
export const ANY = Symbol('any wallet address');

function fits(identifier: string | undefined, walletAddress: string | symbol): boolean {
  return identifier === undefined || walletAddress === ANY || identifier === walletAddress;
}

export function refused(wallet: Wallet, status: 401 | 403, description: string): ResourceError {
  return new ResourceError(status, description, { wwwAuthenticate: `GNAP as_uri="${wallet.authServer}"` });
}
