import { classifyError } from '../open-payments/classify-error.js';
import { RelayProblem } from '../core/relay-problem.js';
import { requireReconnection } from './require-reconnection.js';
import { rotateGrantAccessToken } from './rotate-grant-access-token.js';
import {
  currentAccessToken,
  readAccessToken,
  type GrantServices,
  type GrantAccessToken,
  type ConnectionGrant,
} from './access-tokens.js';

/** A token that expires within this time is rotated before use. */
const ROTATE_BEFORE_EXPIRY_MS = 60_000;

/**
 * Runs `call` with the grant's access token. Rotates the token if it expires soon, and once more if the
 * wallet rejects it as inactive.
 * @throws RelayProblem `connection-not-active` if a new consent is needed, `payment-pending` if the visitor
 * has consented again since `grant` was read. Otherwise the errors of `call`.
 */
export async function withAccessToken<T>(
  services: GrantServices,
  grant: ConnectionGrant,
  call: (accessToken: string) => Promise<T>,
): Promise<T> {
  const { connectionId } = grant;
  let token = await requireTokenOfGrant(services, grant, await currentAccessToken(services, grant));
  if (token.expiresAt - services.now() < ROTATE_BEFORE_EXPIRY_MS) {
    token = await requireTokenOfGrant(
      services,
      grant,
      await rotateGrantAccessToken(services, connectionId, token, 'ends-soon'),
    );
  }
  try {
    return await call(token.value);
  } catch (error) {
    if (classifyError(error) !== 'token-inactive') throw error;
    const rotated = await rotateGrantAccessToken(services, connectionId, token);
    return retryWithRotatedToken(services, grant, await requireTokenOfGrant(services, grant, rotated), call);
  }
}

async function retryWithRotatedToken<T>(
  services: GrantServices,
  grant: ConnectionGrant,
  rotated: GrantAccessToken,
  call: (accessToken: string) => Promise<T>,
): Promise<T> {
  try {
    return await call(rotated.value);
  } catch (error) {
    if (classifyError(error) !== 'token-inactive') throw error;
    const stored = await readAccessToken(services, grant.connectionId);
    if (stored && stored.value !== rotated.value) {
      return call((await requireTokenOfGrant(services, grant, stored)).value);
    }
    // A new token that is inactive means that the visitor revoked the grant at the wallet.
    return requireNewConsent(services, grant);
  }
}

/** Prevents using another grant's token: it has another budget and may belong to another wallet. */
async function requireTokenOfGrant(
  services: GrantServices,
  grant: ConnectionGrant,
  token: GrantAccessToken | null,
): Promise<GrantAccessToken> {
  if (!token) return requireNewConsent(services, grant);
  if (token.grantId === grant.grantId) return token;
  throw new RelayProblem('payment-pending', 'The visitor has just consented again.');
}

async function requireNewConsent(services: GrantServices, grant: ConnectionGrant): Promise<never> {
  await requireReconnection(services, grant);
  throw new RelayProblem('connection-not-active', 'The wallet requires a new consent.');
}
