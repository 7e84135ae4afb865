import { classifyError, isTransient } from '../open-payments/classify-error.js';
import type { Services } from '../services.js';
import { type AccessToken, readAccessToken, storeAccessToken } from './wallet-grants.js';

// https://webmonetization.org/specification/flows/#dfn-send-a-rotate-access-token-request
/**
 * The connection's new token, or null when the wallet gives none any more; the connection then wants to be reconnected.
 * Two rotations of one token at once would cost the grant, for the second finds the first one's value dead.
 */
export function rotateToken(
  services: Services,
  connectionId: string,
  token: AccessToken,
): Promise<AccessToken | null> {
  return services.singleFlight(`rotate ${token.grantId}`, () => rotate(services, connectionId, token));
}

async function rotate(
  services: Services,
  connectionId: string,
  token: AccessToken,
): Promise<AccessToken | null> {
  const stored = await readAccessToken(services, connectionId);
  if (stored && stored.value !== token.value) return stored;
  try {
    const { access_token } = await services.client.token.rotate({
      url: token.manageUrl,
      accessToken: token.value,
    });
    await services.write((transaction) =>
      storeAccessToken(services, token.grantId, access_token, transaction),
    );
    return await readAccessToken(services, connectionId);
  } catch (error) {
    const failure = classifyError(error);
    if (isTransient(failure) || failure === 'internal') throw error;
    // Another node may have rotated first: then the wallet refuses this value, and the other one is good.
    const rotated = await readAccessToken(services, connectionId);
    if (rotated && rotated.value !== token.value) return rotated;
    await requireReconnection(services, connectionId);
    return null;
  }
}

/** The visitor has to be asked again. A connection that was revoked meanwhile stays so. */
export async function requireReconnection(
  { write, accessTokens }: Services,
  connectionId: string,
): Promise<void> {
  accessTokens.delete(connectionId);
  await write(async (transaction) => {
    await transaction
      .updateTable('wallet_grant')
      .set({ state: 'revoked' })
      .where('connection_id', '=', connectionId)
      .where('state', '=', 'active')
      .execute();
    await transaction
      .updateTable('connection')
      .set({ state: 'reconnect' })
      .where('id', '=', connectionId)
      .where('state', 'in', ['active', 'out-of-funds', 'paused'])
      .execute();
  });
}
