import { classifyError } from '../open-payments/classify-error.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { requireReconnection, rotateToken } from './rotate-token.js';
import { type AccessToken, currentAccessToken, type Grantee, readAccessToken } from './wallet-grants.js';

/** A token this close to its end is changed before it is used. */
const ROTATE_BEFORE_EXPIRY = 60_000;

/**
 * Runs `call` with the grant's access token; rotates the token when it is about to end, and once more when the wallet says it is inactive.
 * @throws RelayProblem `connection-not-active` when the wallet wants consent again, `payment-pending` when the visitor has consented anew since
 * `grantee` was read; whatever `call` throws otherwise.
 */
export async function withAccessToken<T>(
  services: Services,
  grantee: Grantee,
  call: (accessToken: string) => Promise<T>,
): Promise<T> {
  const { connectionId } = grantee;
  let token = await ofGrant(services, grantee, await currentAccessToken(services, grantee));
  if (token.expiresAt - services.now() < ROTATE_BEFORE_EXPIRY) {
    token = await ofGrant(services, grantee, await rotateToken(services, connectionId, token, 'ends-soon'));
  }
  try {
    return await call(token.value);
  } catch (error) {
    if (classifyError(error) !== 'token-inactive') throw error;
    const rotated = await rotateToken(services, connectionId, token);
    return callAnew(services, grantee, await ofGrant(services, grantee, rotated), call);
  }
}

async function callAnew<T>(
  services: Services,
  grantee: Grantee,
  rotated: AccessToken,
  call: (accessToken: string) => Promise<T>,
): Promise<T> {
  try {
    return await call(rotated.value);
  } catch (error) {
    if (classifyError(error) !== 'token-inactive') throw error;
    const stored = await readAccessToken(services, grantee.connectionId);
    if (stored && stored.value !== rotated.value) {
      return call((await ofGrant(services, grantee, stored)).value);
    }
    // New, and inactive: the visitor has revoked the grant at the wallet.
    return requireConsent(services, grantee);
  }
}

/** Another grant's token would pay from another budget, and another wallet has no business with it. */
async function ofGrant(
  services: Services,
  grantee: Grantee,
  token: AccessToken | null,
): Promise<AccessToken> {
  if (!token) return requireConsent(services, grantee);
  if (token.grantId === grantee.grantId) return token;
  throw new RelayProblem('payment-pending', 'The visitor has just consented anew.');
}

async function requireConsent(services: Services, grantee: Grantee): Promise<never> {
  await requireReconnection(services, grantee);
  throw new RelayProblem('connection-not-active', 'The wallet wants to be asked for consent again.');
}
