import { classifyError } from '../open-payments/classify-error.js';
import type { Services } from '../services.js';
import { type AccessToken, readAccessToken, storeAccessToken } from './wallet-grants.js';

/** Two rotations of one token at once cost the grant: the second finds the first one's value dead. */
const rotating = new WeakMap<Services, Map<string, Promise<AccessToken | null>>>();

// https://webmonetization.org/specification/flows/#dfn-send-a-rotate-access-token-request
/** The connection's new token, or null when the wallet gives none any more; the connection then wants to be reconnected. */
export function rotateToken(
  services: Services,
  connectionId: string,
  token: AccessToken,
): Promise<AccessToken | null> {
  const inFlight = rotating.get(services) ?? new Map<string, Promise<AccessToken | null>>();
  rotating.set(services, inFlight);
  const running = inFlight.get(token.grantId);
  if (running) return running;
  const rotation = rotate(services, connectionId, token).finally(() => inFlight.delete(token.grantId));
  inFlight.set(token.grantId, rotation);
  return rotation;
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
    await storeAccessToken(services, token.grantId, access_token);
    return await readAccessToken(services, connectionId);
  } catch (error) {
    if (['unreachable', 'server-error'].includes(classifyError(error))) throw error;
    await requireReconnection(services, connectionId, token.grantId);
    return null;
  }
}

async function requireReconnection(
  { database }: Services,
  connectionId: string,
  grantId: string,
): Promise<void> {
  await database.updateTable('wallet_grant').set({ state: 'revoked' }).where('id', '=', grantId).execute();
  await database
    .updateTable('connection')
    .set({ state: 'reconnect' })
    .where('id', '=', connectionId)
    .execute();
}
