import { classifyError } from '../open-payments/classify-error.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { rotateToken } from './rotate-token.js';
import { type AccessToken, currentAccessToken } from './wallet-grants.js';

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
  try {
    return await call(present(token).value);
  } catch (error) {
    if (!token || classifyError(error) !== 'token-inactive') throw error;
    return call(present(await rotateToken(services, connectionId, token)).value);
  }
}

function present(token: AccessToken | null): AccessToken {
  if (token) return token;
  throw new RelayProblem('connection-not-active', 'The wallet wants to be asked for consent again.');
}
