import { randomUUID } from 'node:crypto';
import type { LedgerReader, LedgerTransaction } from '../ledger/sandbox-database.js';
import { hashSecret, randomSecret } from '../secrets.js';
import type { Client } from '../signatures/client-keys.js';
import type { Wallet } from '../wallet.js';
import type { Access } from './access.js';
import { clientOf } from './client.js';

export interface AccessToken {
  readonly grantId: string;
  readonly clientId: string;
  readonly client: Client;
  readonly access: readonly Access[];
}

/** `access_token` as the document has it. The value is shown here once and kept only as a hash. */
export async function issueAccessToken(
  transaction: LedgerTransaction,
  wallet: Wallet,
  grantId: string,
  access: readonly Access[],
) {
  const [value, manageId] = [randomSecret(), randomUUID()];
  await transaction
    .insertInto('access_tokens')
    .values({
      value_hash: hashSecret(value),
      manage_id: manageId,
      grant_id: grantId,
      expires_at: BigInt(wallet.now() + wallet.tokenLifetime),
    })
    .execute();
  const manage = `${wallet.authServer}/token/${manageId}`;
  return { value, manage, expires_in: Math.trunc(wallet.tokenLifetime / 1000), access };
}

/** The token with this value, if it is alive and of this authorization server, whose database the resource server simply shares. */
export async function findAccessToken(
  database: LedgerReader,
  authServer: string,
  value: string,
  now: number,
): Promise<AccessToken | undefined> {
  const row = await selectTokens(database, authServer)
    .where('value_hash', '=', hashSecret(value))
    .where('expires_at', '>', BigInt(now))
    .executeTakeFirst();
  return row && accessTokenOf(row);
}

/** The token with this manage URL, expired or not: an expired token may still be rotated. */
export async function findManagedToken(
  database: LedgerReader,
  authServer: string,
  manageId: string,
): Promise<AccessToken | undefined> {
  const row = await selectTokens(database, authServer).where('manage_id', '=', manageId).executeTakeFirst();
  return row && accessTokenOf(row);
}

/** As if its time were over; it can still be rotated. */
export async function expireAccessToken(
  transaction: LedgerTransaction,
  value: string,
  now: number,
): Promise<void> {
  await transaction
    .updateTable('access_tokens')
    .set({ expires_at: BigInt(now) })
    .where('value_hash', '=', hashSecret(value))
    .execute();
}

/** True when there was such a token. */
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

function accessTokenOf(row: {
  id: string;
  client: string;
  client_jwk: string | null;
  access: string;
}): AccessToken {
  return {
    grantId: row.id,
    clientId: row.client,
    client: clientOf(row),
    access: JSON.parse(row.access) as Access[],
  };
}
