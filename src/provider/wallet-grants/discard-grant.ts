import type { Selectable } from 'kysely';
import type { WalletGrantTable } from '../core/database-schema.js';
import type { GrantServices } from './access-tokens.js';
import { revokeConnectionGrants, toRevoking } from './revoke-connection-grants.js';

interface RejectedGrant {
  id: string;
  connection_id: string;
}

/** The URI and token for further requests about a grant. */
export interface GrantContinuation {
  uri: string;
  access_token: { value: string };
}

/**
 * Revokes a grant whose consent could not be completed, so that it does not remain at the wallet.
 * @param continuation from the wallet's last response, if there was one. It replaces the stored token.
 */
export async function discardGrant(
  services: GrantServices,
  { id, connection_id }: RejectedGrant,
  continuation?: GrantContinuation,
): Promise<void> {
  await services.write((transaction) =>
    transaction
      .updateTable('wallet_grant')
      .set({
        ...toRevoking(services.now()),
        ...(continuation && sealContinuation(services, id, continuation)),
      })
      .where('id', '=', id)
      .where('state', '=', 'rejected')
      .execute(),
  );
  await revokeConnectionGrants(services, [connection_id]);
}

export function sealContinuation(
  { secrets }: GrantServices,
  grantId: string,
  continuation: GrantContinuation,
): Pick<Selectable<WalletGrantTable>, 'continue_uri' | 'continue_token'> {
  return {
    continue_uri: continuation.uri,
    continue_token: secrets.seal(continuation.access_token.value, `wallet_grant ${grantId} continue_token`),
  };
}
