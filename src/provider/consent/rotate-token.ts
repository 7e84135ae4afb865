import { classifyError } from '../open-payments/classify-error.js';
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
    if (['unreachable', 'server-error'].includes(classifyError(error))) throw error;
    await requireReconnection(services, connectionId, token.grantId);
    return null;
  }
}

async function requireReconnection(
  { write, accessTokens }: Services,
  connectionId: string,
  grantId: string,
): Promise<void> {
  accessTokens.delete(connectionId);
  await write(async (transaction) => {
    await transaction
      .updateTable('wallet_grant')
      .set({ state: 'revoked' })
      .where('id', '=', grantId)
      .execute();
    await transaction
      .updateTable('connection')
      .set({ state: 'reconnect' })
      .where('id', '=', connectionId)
      .execute();
  });
}
