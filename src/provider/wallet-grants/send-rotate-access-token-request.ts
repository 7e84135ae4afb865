import { DatabaseBusyError } from '../../database/core/database-busy-error.js';
import { classifyError, isOutcomeUnknown } from '../open-payments/classify-error.js';
import {
  type GrantServices,
  type GrantAccessToken,
  type IssuedToken,
  readAccessToken,
} from './access-tokens.js';
import { requireReconnection } from './require-reconnection.js';
import { lockGrant, releaseRotationLease } from './rotation-lease.js';
import { updateGrantAccessToken } from './update-grant-access-token.js';

/** Retry delays for storing the new token if the database is unavailable. Shorter than the lease. */
const STORE_RETRY_DELAYS_MS = [1_000, 2_000, 4_000, 8_000];

// https://webmonetization.org/specification/flows/#dfn-send-a-rotate-access-token-request
export async function sendRotateAccessTokenRequest(
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
