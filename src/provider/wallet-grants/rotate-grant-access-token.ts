import { acquireRotationLease, type RotationReason } from './rotation-lease.js';
import { type GrantServices, type GrantAccessToken, readAccessToken } from './access-tokens.js';
import { sendRotateAccessTokenRequest } from './send-rotate-access-token-request.js';

const LEASE_POLL_INTERVAL_MS = 100;

/**
 * Rotates the connection's token. Only one task of all nodes sends the request, because two concurrent
 * rotations would lose the grant: the first one invalidates the token that the second one sends. If the
 * response is lost, the old token is tried again.
 * @returns the new token, or null if the wallet refuses. The connection then needs a new consent.
 */
export function rotateGrantAccessToken(
  services: GrantServices,
  connectionId: string,
  token: GrantAccessToken,
  reason: RotationReason = 'refused',
): Promise<GrantAccessToken | null> {
  return services.singleFlight(`rotate ${token.grantId} ${reason}`, async () => {
    for (;;) {
      const lease = await acquireRotationLease(services, connectionId, token, reason);
      if (lease === 'later') return token;
      if (lease === 'done') return readAccessToken(services, connectionId);
      if (lease !== 'elsewhere') return sendRotateAccessTokenRequest(services, connectionId, token, lease);
      await services.sleep(LEASE_POLL_INTERVAL_MS);
    }
  });
}
