import { randomUUID } from 'node:crypto';
import type { LedgerReader, LedgerTransaction } from '../ledger/database/sandbox-database.js';
import { hashStoredSecret, randomSecret } from '../core/secrets.js';
import type { Client } from '../signatures/client-key-cache.js';
import type { SandboxWallet } from '../wallet/wallet.js';
import type { Access } from './access.js';
import { toClient } from './identify-client.js';

export interface IssuedAccessToken {
  readonly grantId: string;
  readonly clientId: string;
  readonly client: Client;
  readonly access: readonly Access[];
}

/** As in the OpenAPI document. */
export interface AccessTokenBody {
  readonly value: string;
  readonly manage: string;
  readonly expires_in: number;
  readonly access: readonly Access[];
}

/**
 * Issues an `access_token` as in the OpenAPI document. The response is the only place that has its value; the
 * database stores a hash.
 */
export async function issueAccessToken(
  transaction: LedgerTransaction,
  wallet: SandboxWallet,
  grantId: string,
  access: readonly Access[],
): Promise<AccessTokenBody> {
  const [value, manageId] = [randomSecret(), randomUUID()];
  await transaction
    .insertInto('access_tokens')
    .values({
      value_hash: hashStoredSecret(value),
      manage_id: manageId,
      grant_id: grantId,
      expires_at: BigInt(wallet.now() + wallet.tokenLifetimeMs),
    })
    .execute();
  const manage = `${wallet.authServer}/token/${manageId}`;
  return { value, manage, expires_in: Math.trunc(wallet.tokenLifetimeMs / 1000), access };
}

/**
 * The token with this value, if it is not expired and was issued by this authorization server. The resource
 * server shares its database instead of using token introspection.
 */
export async function findAccessToken(
  database: LedgerReader,
  authServer: string,
  value: string,
  now: number,
): Promise<IssuedAccessToken | undefined> {
  const row = await selectTokens(database, authServer)
    .where('value_hash', '=', hashStoredSecret(value))
    .where('expires_at', '>', BigInt(now))
    .executeTakeFirst();
  return row && toIssuedAccessToken(row);
}

/** The token with this manage URL, expired or not: an expired token can still be rotated. */
export async function findManagedToken(
  database: LedgerReader,
  authServer: string,
  manageId: string,
): Promise<IssuedAccessToken | undefined> {
  const row = await selectTokens(database, authServer).where('manage_id', '=', manageId).executeTakeFirst();
  return row && toIssuedAccessToken(row);
}

/** Expires the token now. It can still be rotated. */
export async function expireAccessToken(
  transaction: LedgerTransaction,
  value: string,
  now: number,
): Promise<void> {
  await transaction
    .updateTable('access_tokens')
    .set({ expires_at: BigInt(now) })
    .where('value_hash', '=', hashStoredSecret(value))
    .execute();
}

/** @returns true if the token existed. */
export async function deleteManagedToken(transaction: LedgerTransaction, manageId: string): Promise<boolean> {
  const { numDeletedRows } = await transaction
    .deleteFrom('access_tokens')
    .where('manage_id', '=', manageId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

function selectTokens(database: LedgerReader, authServer: string) {
  return database
    .selectFrom('access_tokens')
    .innerJoin('grants', 'grants.id', 'access_tokens.grant_id')
    .select(['grants.id', 'grants.client', 'grants.client_jwk', 'grants.access'])
    .where('grants.auth_server', '=', authServer);
}

function toIssuedAccessToken(row: {
  id: string;
  client: string;
  client_jwk: string | null;
  access: string;
}): IssuedAccessToken {
  return {
    grantId: row.id,
    clientId: row.client,
    client: toClient(row),
    access: JSON.parse(row.access) as Access[],
  };
}
