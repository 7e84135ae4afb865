import { DatabaseBusyError } from '../../database/database-busy-error.js';
import { classifyError, leavesDoubt } from '../open-payments/classify-error.js';
import type { Services } from '../services.js';
import { claimRotation, endClaim, lockGrantOf, type RotationReason } from './claim-rotation.js';
import {
  type AccessToken,
  type Grantee,
  type IssuedToken,
  readAccessToken,
  storeAccessToken,
} from './wallet-grants.js';

/** How often is looked whether the node that changes the token is done. */
const LOOK_AGAIN = 100;
/** Milliseconds before the new token is stored again, when the database is away. In all less than the claim lasts. */
const STORE_AGAIN = [1_000, 2_000, 4_000, 8_000];

// https://webmonetization.org/specification/flows/#dfn-send-a-rotate-access-token-request
/**
 * The connection's new token, or null when the wallet gives none any more; the connection then wants to be reconnected.
 * Two rotations of one token at once would cost the grant, for the second finds the first one's value dead: so of all tasks of all nodes one
 * asks the wallet. If its answer is lost, the old token is tried once more.
 */
export function rotateToken(
  services: Services,
  connectionId: string,
  token: AccessToken,
  reason: RotationReason = 'refused',
): Promise<AccessToken | null> {
  return services.singleFlight(`rotate ${token.grantId} ${reason}`, async () => {
    for (;;) {
      const askedAt = services.now();
      const claim = await claimRotation(services, connectionId, token, reason);
      if (claim === 'later') return token;
      if (claim === 'done') return readAccessToken(services, connectionId);
      if (claim === 'mine') return rotate(services, connectionId, token, askedAt);
      await services.sleep(LOOK_AGAIN);
    }
  });
}

async function rotate(
  services: Services,
  connectionId: string,
  token: AccessToken,
  claimedAt: number,
): Promise<AccessToken | null> {
  let rotated: IssuedToken;
  try {
    const answer = await services.client.token.rotate({ url: token.manageUrl, accessToken: token.value });
    rotated = answer.access_token;
  } catch (error) {
    const failure = classifyError(error);
    if (leavesDoubt(failure) || failure === 'internal') {
      // If this fails, the claim ends by itself; what the caller wants to know is why there is no token.
      await endClaim(services, token, claimedAt).catch(() => undefined);
      throw error;
    }
    await requireReconnection(services, { connectionId, grantId: token.grantId }, token);
    return readAccessToken(services, connectionId);
  }
  await store(services, token, rotated);
  return readAccessToken(services, connectionId);
}

/** From here on there is nothing but this answer to pay with: a database that restarts may not cost it. */
async function store(services: Services, token: AccessToken, rotated: IssuedToken): Promise<void> {
  for (const pause of [...STORE_AGAIN, null]) {
    try {
      return await services.write(async (transaction) => {
        // Not if it was revoked in the meantime, or if this node came too late.
        if (await lockGrantOf(services, transaction, token))
          await storeAccessToken(services, token.grantId, rotated, transaction);
      });
    } catch (error) {
      if (!(error instanceof DatabaseBusyError) || pause === null) throw error;
      await services.sleep(pause);
    }
  }
}

/**
 * The visitor has to be asked again. A connection that was revoked meanwhile stays so, and one with a new grant is not touched.
 * @param token given: unless it is no longer this one that the grant has.
 */
export async function requireReconnection(
  services: Services,
  { connectionId, grantId }: Grantee,
  token?: AccessToken,
): Promise<void> {
  services.accessTokens.delete(connectionId);
  await services.write(async (transaction) => {
    if (token && !(await lockGrantOf(services, transaction, token))) return;
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
      .where('state', 'in', ['active', 'out-of-funds', 'paused'])
      .execute();
  });
}
