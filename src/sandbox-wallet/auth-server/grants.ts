import { randomUUID } from 'node:crypto';
import type { Selectable, Updateable } from 'kysely';
import type { LedgerSchema } from '../ledger/database/schema.js';
import type { LedgerReader, LedgerTransaction } from '../ledger/database/sandbox-database.js';
import { hashStoredSecret, randomSecret } from '../core/secrets.js';
import type { SandboxWallet } from '../wallet/wallet.js';
import type { Access } from './access.js';
import type { IdentifiedClient } from './identify-client.js';

export type Grant = Selectable<LedgerSchema['grants']>;

/** The `finish` member of the client's grant request (RFC 9635). */
export interface Finish {
  readonly uri: string;
  readonly nonce: string;
}

export interface NewGrant {
  readonly client: IdentifiedClient;
  readonly access: readonly Access[];
  /** Present if a person must consent. */
  readonly interaction?: { readonly clientName: string; readonly finish: Finish | undefined };
}

/** The grant's secrets. They are returned once; the database stores their hashes. */
export interface CreatedGrant {
  readonly id: string;
  readonly continueId: string;
  readonly continueToken: string;
  readonly interactId: string;
  readonly interactNonce: string;
  readonly interactFinish: string;
}

/** The `continue` member of a response, as in the OpenAPI document. */
export interface ContinueBody {
  readonly access_token: { readonly value: string };
  readonly uri: string;
  /** Seconds. */
  readonly wait?: number;
}

export async function createGrant(
  transaction: LedgerTransaction,
  wallet: SandboxWallet,
  { client, access, interaction }: NewGrant,
): Promise<CreatedGrant> {
  const created: CreatedGrant = {
    id: randomUUID(),
    continueId: randomUUID(),
    continueToken: randomSecret(),
    interactId: randomUUID(),
    interactNonce: randomSecret(),
    interactFinish: randomSecret(),
  };
  await transaction
    .insertInto('grants')
    .values({
      id: created.id,
      auth_server: wallet.authServer,
      client: client.id,
      client_jwk: 'jwk' in client.client ? JSON.stringify(client.client.jwk) : null,
      client_name: interaction?.clientName ?? null,
      access: JSON.stringify(access),
      state: interaction ? 'pending' : 'issued',
      continue_id: created.continueId,
      continue_token_hash: hashStoredSecret(created.continueToken),
      continued_at: BigInt(wallet.now()),
      interact_id: interaction ? created.interactId : null,
      interact_nonce_hash: interaction ? hashStoredSecret(created.interactNonce) : null,
      interact_finish: interaction ? created.interactFinish : null,
      interact_ref_hash: null,
      finish_uri: interaction?.finish?.uri ?? null,
      finish_nonce: interaction?.finish?.nonce ?? null,
      browser_hash: null,
      created_at: BigInt(wallet.now()),
    })
    .execute();
  return created;
}

export function findGrant(
  database: LedgerReader,
  wallet: SandboxWallet,
  key: 'continue_id' | 'interact_id',
  value: string,
): Promise<Grant | undefined> {
  return database
    .selectFrom('grants')
    .selectAll()
    .where(key, '=', value)
    .where('auth_server', '=', wallet.authServer)
    .executeTakeFirst();
}

/**
 * Updates the grant if it is still in this state.
 * @returns false if a concurrent request has changed it first.
 */
export async function updateGrant(
  transaction: LedgerTransaction,
  grant: Pick<Grant, 'id' | 'state'>,
  change: Updateable<LedgerSchema['grants']>,
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('grants')
    .set(change)
    .where('id', '=', grant.id)
    .where('state', '=', grant.state)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export function toContinueBody(
  wallet: SandboxWallet,
  continueId: string,
  token: string,
  wait?: number,
): ContinueBody {
  return {
    access_token: { value: token },
    uri: `${wallet.authServer}/continue/${continueId}`,
    ...(wait !== undefined && { wait }),
  };
}
