import type { StoredConnection } from '../connections.js';
import type { Services } from '../services.js';
import { cancelGrants, endGrants } from './cancel-grants.js';
import { rejectPendingGrants } from './request-consent.js';

/**
 * Ends the connection: first here, where it stops payments at once, then at the wallet.
 * @throws RelayProblem when the wallet is silent; the connection is revoked all the same, and the wallet is told again later.
 */
export async function revokeConsent(services: Services, { id }: Pick<StoredConnection, 'id'>): Promise<void> {
  services.accessTokens.delete(id);
  await services.write(async (transaction) => {
    await transaction.updateTable('connection').set({ state: 'revoked' }).where('id', '=', id).execute();
    await rejectPendingGrants(transaction, id);
    await endGrants(transaction, [id], services.now());
  });
  await cancelGrants(services, [id]);
}
