import { DatabaseBusyError } from '../../database/core/database-busy-error.js';
import { CONSENTED_STATES } from '../../protocol/relay-messages.js';
import { classifyError, isOutcomeUnknown } from '../open-payments/classify-error.js';
import {
  acquireRotationLease,
  releaseRotationLease,
  lockGrant,
  type RotationReason,
} from './rotation-lease.js';
import {
  type GrantServices,
  type GrantAccessToken,
  type ConnectionGrant,
  type IssuedToken,
  readAccessToken,
  updateGrantAccessToken,
} from './access-tokens.js';

const LEASE_POLL_INTERVAL_MS = 100;
/** Retry delays for storing the new token if the database is unavailable. Shorter than the lease. */
const STORE_RETRY_DELAYS_MS = [1_000, 2_000, 4_000, 8_000];

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

// https://webmonetization.org/specification/flows/#dfn-send-a-rotate-access-token-request
async function sendRotateAccessTokenRequest(
  services: GrantServices,
  connectionId: string,
  token: GrantAccessToken,
  lease: bigint,
): Promise<GrantAccessToken | null> {
  let rotated: IssuedToken;
  try {
    const response = await services.client.token.rotate({ url: token.manageUrl, accessToken: token.value });
    rotated = response.access_token;
  } catch (error) {
    const failure = classifyError(error);
    if (isOutcomeUnknown(failure) || failure === 'internal') {
      // If this fails, the lease expires. The caller needs the original error.
      await releaseRotationLease(services, token, lease).catch(() => undefined);
      throw error;
    }
    await requireReconnection(services, { connectionId, grantId: token.grantId }, token);
    return readAccessToken(services, connectionId);
  }
  await storeRotatedToken(services, token, rotated);
  return readAccessToken(services, connectionId);
}

/** The old token is invalid now, so a database restart must not lose the new one. */
async function storeRotatedToken(
  services: GrantServices,
  token: GrantAccessToken,
  rotated: IssuedToken,
): Promise<void> {
  for (const delayMs of [...STORE_RETRY_DELAYS_MS, null]) {
    try {
      return await services.write(async (transaction) => {
        // Skipped if the grant was revoked meanwhile, or if another node has replaced the token.
        if (await lockGrant(services, transaction, token))
          await updateGrantAccessToken(services, token.grantId, rotated, transaction);
      });
    } catch (error) {
      if (!(error instanceof DatabaseBusyError) || delayMs === null) throw error;
      await services.sleep(delayMs);
    }
  }
}

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
