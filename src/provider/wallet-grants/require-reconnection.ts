import { CONSENTED_STATES } from '../../protocol/relay-messages.js';
import type { ConnectionGrant, GrantAccessToken, GrantServices } from './access-tokens.js';
import { lockGrant } from './rotation-lease.js';

/**
 * Requires a new consent for the connection, unless it was revoked or has a new grant.
 * @param token if set, nothing changes unless this is still the grant's token.
 */
export async function requireReconnection(
  services: GrantServices,
  { connectionId, grantId }: ConnectionGrant,
  token?: GrantAccessToken,
): Promise<void> {
  services.accessTokens.delete(connectionId);
  await services.write(async (transaction) => {
    if (token && !(await lockGrant(services, transaction, token))) return;
    await transaction
      .updateTable('wallet_grant')
      .set({ state: 'revoked' })
      .where('id', '=', grantId)
      .where('state', '=', 'active')
      .execute();
    await transaction
      .updateTable('connection')
      .set({ state: 'reconnect' })
      .where('id', '=', connectionId)
      .where('grant_id', '=', grantId)
      .where('state', 'in', CONSENTED_STATES)
      .execute();
  });
}
