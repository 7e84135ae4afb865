import { classifyError } from '../open-payments/classify-error.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { requireReconnection, rotateToken } from './rotate-token.js';
import { currentAccessToken } from './wallet-grants.js';

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
    token = await rotateToken(services, connectionId, token);
  }
  if (!token) return requireConsent(services, connectionId);
  try {
    return await call(token.value);
  } catch (error) {
    if (classifyError(error) !== 'token-inactive') throw error;
    const rotated = await rotateToken(services, connectionId, token);
    return rotated ? call(rotated.value) : requireConsent(services, connectionId);
  }
}

async function requireConsent(services: Services, connectionId: string): Promise<never> {
  await requireReconnection(services, connectionId);
  throw new RelayProblem('connection-not-active', 'The wallet wants to be asked for consent again.');
}
