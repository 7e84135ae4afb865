import { classifyError } from '../open-payments/classify-error.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { requireReconnection, rotateToken } from './rotate-token.js';
import { type AccessToken, currentAccessToken, readAccessToken } from './wallet-grants.js';

/** A token this close to its end is changed before it is used. */
const ROTATE_BEFORE_EXPIRY = 60_000;

/**
 * Runs `call` with the connection's access token; rotates the token when it is about to end, and once more when the wallet says it is inactive.
 * @throws RelayProblem `connection-not-active` when the wallet wants consent again; whatever `call` throws otherwise.
 */
export async function withAccessToken<T>(
  services: Services,
  connectionId: string,
  call: (accessToken: string) => Promise<T>,
): Promise<T> {
  let token = await currentAccessToken(services, connectionId);
  if (token && token.expiresAt - services.now() < ROTATE_BEFORE_EXPIRY) {
    token = await rotateToken(services, connectionId, token, 'ends-soon');
  }
  if (!token) return requireConsent(services, connectionId);
  try {
    return await call(token.value);
  } catch (error) {
    if (classifyError(error) !== 'token-inactive') throw error;
    const rotated = await rotateToken(services, connectionId, token);
    return rotated ? callAnew(services, connectionId, rotated, call) : requireConsent(services, connectionId);
  }
}

async function callAnew<T>(
  services: Services,
  connectionId: string,
  rotated: AccessToken,
  call: (accessToken: string) => Promise<T>,
): Promise<T> {
  try {
    return await call(rotated.value);
  } catch (error) {
    if (classifyError(error) !== 'token-inactive') throw error;
    const stored = await readAccessToken(services, connectionId);
    if (stored && stored.value !== rotated.value) return call(stored.value);
    // New, and inactive: the visitor has revoked the grant at the wallet.
    return requireConsent(services, connectionId);
  }
}

async function requireConsent(services: Services, connectionId: string): Promise<never> {
  await requireReconnection(services, connectionId);
  throw new RelayProblem('connection-not-active', 'The wallet wants to be asked for consent again.');
}
