import type { Services, Transaction } from '../services.js';

/** The token with which a connection's wallet is spoken to. */
export interface AccessToken {
  grantId: string;
  value: string;
  manageUrl: string;
  expiresAt: number;
}

/** Who pays by which grant. */
export interface Grantee {
  connectionId: string;
  grantId: string;
}

/** The tokens as a wallet's auth server answers with them. */
export interface IssuedToken {
  value: string;
  manage: string;
  expires_in?: number;
}

/** Live servers answer 600 s; one that names no lifetime is treated the same. */
const DEFAULT_LIFETIME = 600;

export async function storeAccessToken(
  { secrets, now }: Services,
  grantId: string,
  token: IssuedToken,
  transaction: Transaction,
): Promise<void> {
  await transaction
    .updateTable('wallet_grant')
    .set({
      state: 'active',
      access_token: secrets.seal(token.value, `wallet_grant ${grantId} access_token`),
      manage_url: token.manage,
      rotating_until: null,
      expires_at: later(now(), token.expires_in ?? DEFAULT_LIFETIME),
    })
    .where('id', '=', grantId)
    .execute();
}

const YEAR = 365 * 86_400;

/** The instant so many seconds after `now`, as a wallet says it: less than nothing is now, and nothing lasts longer than a year. */
export function later(now: number, seconds: number): bigint {
  return BigInt(now + Math.min(YEAR, Math.max(0, seconds)) * 1000);
}

/** By connection. What another node has rotated in the meantime, the wallet calls inactive, and then the database is asked. */
export type AccessTokenCache = Map<string, AccessToken>;

/** A token is about 300 bytes; beyond this many the oldest is read and opened anew. */
const MOST_CACHED = 10_000;

/** The connection's token, or null when it has none. What is cached of another grant is of a consent that is over, or not known yet. */
export async function currentAccessToken(
  services: Services,
  { connectionId, grantId }: Grantee,
): Promise<AccessToken | null> {
  const cached = services.accessTokens.get(connectionId);
  return cached?.grantId === grantId ? cached : readAccessToken(services, connectionId);
}

/** The active grant's token as it is stored, or null when the connection has none. */
export async function readAccessToken(
  { database, secrets, accessTokens, log }: Services,
  connectionId: string,
): Promise<AccessToken | null> {
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
    log.error({ err: error, grant: row.id }, 'a token does not open: was the secret key replaced?');
    return null;
  }
  const token = {
    grantId: row.id,
    value,
    manageUrl: row.manage_url,
    expiresAt: Number(row.expires_at),
  };
  if (accessTokens.size >= MOST_CACHED) accessTokens.delete(accessTokens.keys().next().value as string);
  accessTokens.set(connectionId, token);
  return token;
}
