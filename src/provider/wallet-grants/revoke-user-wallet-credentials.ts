import type { StoredConnection } from '../core/connections.js';
import type { GrantServices } from './access-tokens.js';
import { revokeConnectionGrants, markGrantsRevoking } from './revoke-connection-grants.js';
import { rejectPendingGrants } from './send-outgoing-payment-and-quote-grant-request.js';

// https://webmonetization.org/specification/flows/#dfn-revoke-user-wallet-credentials
/**
 * Revokes the connection: first here, which stops payments immediately, then at the wallet.
 * @throws RelayProblem if the wallet does not confirm it. The connection is revoked anyway, and
 * retry-revocations.ts tries again.
 */
export async function revokeUserWalletCredentials(
  services: GrantServices,
  { id }: Pick<StoredConnection, 'id'>,
): Promise<void> {
  services.accessTokens.delete(id);
  await services.write(async (transaction) => {
    await transaction.updateTable('connection').set({ state: 'revoked' }).where('id', '=', id).execute();
    await rejectPendingGrants(transaction, id);
    await markGrantsRevoking(transaction, [id], services.now());
  });
  await revokeConnectionGrants(services, [id]);
}
