import { ResourceError } from '../../core/errors.js';
import { type Exchange, type ContextKey, get, set, type Step } from '../../operations/exchange.js';
import type { Access } from '../../auth-server/access.js';
import { type IssuedAccessToken, findAccessToken } from '../../auth-server/access-tokens.js';
import type { SandboxWallet } from '../../wallet/wallet.js';
import { WALLET_ADDRESS_ID } from './read-wallet-address.js';

export interface GrantedAccess extends Omit<IssuedAccessToken, 'access'> {
  readonly access: Access;
  /** True for `read-all` and `list-all`: includes resources of other clients. */
  readonly all: boolean;
}

export const GRANTED_ACCESS: ContextKey<GrantedAccess> = { name: 'granted access' };

/**
 * Checks the access token:
 * - there is a GNAP token, else 401
 * - it is valid and from this wallet's authorization server, else 403 "Inactive Token"
 * - it grants this action at this wallet address, else 403 "Insufficient Grant"
 */
// https://www.rfc-editor.org/rfc/rfc9635.html#name-the-resource-server-challen
export function checkAccessToken(
  type: Access['type'],
  action: 'create' | 'complete' | 'read' | 'list',
): Step {
  return async (exchange) => {
    const { wallet, request } = exchange;
    const value = /^GNAP ([\x21-\x7e]+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (value === undefined)
      throw challengeError(wallet, 401, 'Missing or invalid authorization header value');
    const token = await findAccessToken(wallet.database.reader, wallet.authServer, value, wallet.now());
    if (!token) throw challengeError(wallet, 403, 'Inactive Token');
    const granted = selectAccess(exchange, token, type, action);
    if (!granted) throw challengeError(wallet, 403, 'Insufficient Grant');
    set(exchange, GRANTED_ACCESS, granted);
  };
}

function selectAccess(
  exchange: Exchange,
  token: IssuedAccessToken,
  type: Access['type'],
  action: string,
): GrantedAccess | undefined {
  const walletAddress = get(exchange, WALLET_ADDRESS_ID);
  if (walletAddress === undefined) throw new ResourceError(401, 'Unauthorized');
  const matching = token.access.filter(
    (access) => access.type === type && matchesWalletAddress(access.identifier, walletAddress),
  );
  const all = matching.find(({ actions }) => actions.includes(`${action}-all`));
  const access = all ?? matching.find(({ actions }) => actions.includes(action));
  return access && { ...token, access, all: all !== undefined };
}

/** For `GET /outgoing-payment-grant`, which names no wallet address. */
export const ANY_WALLET_ADDRESS: unique symbol = Symbol('any wallet address');

function matchesWalletAddress(identifier: string | undefined, walletAddress: string | symbol): boolean {
  return identifier === undefined || walletAddress === ANY_WALLET_ADDRESS || identifier === walletAddress;
}

export function challengeError(wallet: SandboxWallet, status: 401 | 403, description: string): ResourceError {
  return new ResourceError(status, description, { wwwAuthenticate: `GNAP as_uri="${wallet.authServer}"` });
}
