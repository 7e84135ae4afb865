import { LRUCache } from 'lru-cache';
import type { WalletAddressDetails } from '../../protocol/wallet-address-details.js';
import type { Egress } from '../egress/egress.js';
import type { EgressResponse } from '../egress/dispatch-request.js';
import { invalidResponse, isJsonResponse, toRefusalError } from './call-wallet.js';
import { classifyError, isTransientFailure } from './classify-error.js';
import type { GenerateHttpMessageSignature } from './generate-http-message-signature.js';

type WalletServers = Pick<WalletAddressDetails, 'id' | 'authServer' | 'resourceServer'>;

/**
 * Checks that the wallet's resource server accepts tokens of its authorization server.
 * @throws EgressError, OpenPaymentsClientError
 */
export type CheckResourceServer = (wallet: WalletServers) => Promise<void>;

const CHECK_LIFETIME_MS = 60 * 60_000;
const MAX_REMEMBERED_CHECKS = 10_000;

// https://www.rfc-editor.org/rfc/rfc9635.html#section-9.1
/**
 * A hostile wallet address can combine its own authorization server with an honest wallet's resource server,
 * and make this client present a stolen token there (RFC 9635 §11.31). So the first request to a resource
 * server has no token, and its response must name the origin of the authorization server.
 * @param requireAsUri false also accepts a resource server that names no authorization server.
 */
export function createResourceServerCheck(
  { egress, sign }: { egress: Egress; sign: GenerateHttpMessageSignature },
  requireAsUri: boolean,
  now: () => number,
): CheckResourceServer {
  const checkedUntil = new LRUCache<string, number>({ max: MAX_REMEMBERED_CHECKS });
  return async ({ id, authServer, resourceServer }) => {
    const { origin } = egress.parseUrl(authServer);
    const pair = `${resourceServer} ${origin}`;
    if ((checkedUntil.get(pair) ?? 0) > now()) return;
    const url = new URL(`${egress.parseUrl(resourceServer).href.replace(/\/$/, '')}/incoming-payments`);
    url.searchParams.set('wallet-address', id);
    // Signed, because live servers validate the request before they check its token.
    const response = await egress.send({
      ...{ method: 'GET', url, headers: await sign({ method: 'GET', url }) },
      isLookup: true,
    });
    const asUri = readAsUri(response);
    // The response is an intermediary's or a temporary error, so it proves nothing about the resource server.
    if (asUri === undefined && !isFromResourceServer(response)) throw toRefusalError(response);
    if (asUri === undefined ? requireAsUri : parseOrigin(asUri) !== origin)
      throw invalidResponse(['the resource server does not name the authorization server']);
    checkedUntil.set(pair, now() + CHECK_LIFETIME_MS);
  };
}

function isFromResourceServer(response: EgressResponse): boolean {
  if (response.status < 300) return isJsonResponse(response);
  return !isTransientFailure(classifyError(toRefusalError(response)));
}

/** Live servers omit the quotes. */
function readAsUri({ headers }: EgressResponse): string | undefined {
  return /^GNAP\b.*?\bas_uri="?([^",\s]+)/i.exec(headers['www-authenticate'] ?? '')?.[1];
}

function parseOrigin(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}
