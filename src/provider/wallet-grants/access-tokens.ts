import { LRUCache } from 'lru-cache';
import type { Allowance } from '../core/allowance.js';
import type { SecretBox } from '../keys/secret-box.js';
import type { WalletServices } from '../open-payments/wallet-services.js';

/** For grants and their tokens. */
export interface GrantServices extends WalletServices {
  allowance: Allowance;
  secrets: SecretBox;
  accessTokens: AccessTokenCache;
}

/** The access token for requests to a connection's wallet. */
export interface GrantAccessToken {
  grantId: string;
  value: string;
  manageUrl: string;
  expiresAt: number;
}

/** A connection and the grant that it pays with. */
export interface ConnectionGrant {
  connectionId: string;
  grantId: string;
}

/** A token in an auth server's response. */
export interface IssuedToken {
  value: string;
  manage: string;
  /** Seconds. */
  expires_in?: number;
}

/**
 * Access tokens by connection id. If another node has rotated a token, the wallet rejects the cached one as
 * inactive, and it is read from the database again.
 */
export type AccessTokenCache = LRUCache<string, GrantAccessToken>;

/** A token takes about 300 bytes. */
const MAX_CACHED_TOKENS = 10_000;

export function createAccessTokenCache(): AccessTokenCache {
  return new LRUCache({ max: MAX_CACHED_TOKENS });
}

/** Returns the connection's token, or null if it has none. A cached token of another grant is outdated. */
export async function currentAccessToken(
  services: GrantServices,
  { connectionId, grantId }: ConnectionGrant,
): Promise<GrantAccessToken | null> {
  const cached = services.accessTokens.get(connectionId);
  return cached?.grantId === grantId ? cached : readAccessToken(services, connectionId);
}

/** Reads the active grant's token. Returns null if there is none or it cannot be decrypted. */
export async function readAccessToken(
  { database, secrets, accessTokens, log }: GrantServices,
  connectionId: string,
): Promise<GrantAccessToken | null> {
  accessTokens.delete(connectionId);
  const row = await database
    .selectFrom('wallet_grant')
    .select(['id', 'access_token', 'manage_url', 'expires_at'])
    .where('connection_id', '=', connectionId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  if (!row?.access_token || !row.manage_url) return null;
  let value: string;
  try {
    value = secrets.open(row.access_token, `wallet_grant ${row.id} access_token`);
  } catch (error) {
    log.error({ err: error, grant: row.id }, 'a token cannot be decrypted; was the secret key replaced?');
    return null;
  }
  const token = {
    grantId: row.id,
    value,
    manageUrl: row.manage_url,
    expiresAt: Number(row.expires_at),
  };
  accessTokens.set(connectionId, token);
  return token;
}
