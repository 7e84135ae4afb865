import type { FastifyRequest } from 'fastify';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { isVisibleTimeToken } from './visible-time-token.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { Services } from '../core/services.js';
import type { NonceIssuer } from './nonces.js';
import type { ReplayGuard } from './replay-guard.js';
import type { SessionKeys } from './session-keys.js';

export interface DpopServices extends Pick<Services, 'origin'> {
  nonces: NonceIssuer;
  replayGuard: ReplayGuard;
  sessionKeys: SessionKeys;
}

// https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3
// Differs from the spec: `iat` is not compared with the server's clock, because visitors' clocks are often
// wrong. The nonce limits the age of a proof.
/**
 * Checks the DPoP proof of a request:
 * - exactly one `DPoP` header, a `dpop+jwt` signed with ES256 by the public key in its header
 * - `htm` and `htu` match the method and the URL, with the configured origin
 * - the nonce is a current nonce of this provider
 * - the `jti` is new
 *
 * @throws RelayProblem `proof-missing`, `proof-invalid`, `nonce-required`
 */
export async function checkDpopProof(
  { origin, nonces, replayGuard, sessionKeys }: DpopServices,
  request: FastifyRequest,
): Promise<void> {
  const proof = request.headers['dpop'];
  if (typeof proof !== 'string' || proof.includes(',')) throw new RelayProblem('proof-missing');
  const { payload, sessionKey } = await verifyProof(proof, sessionKeys);

  if (payload['htm'] !== request.method) {
    throw new RelayProblem('proof-invalid', '"htm" is not the method of this request.');
  }
  if (payload['htu'] !== `${origin}${request.url.split('?')[0]}`) {
    throw new RelayProblem('proof-invalid', '"htu" is not the URL of this request.');
  }
  const { jti } = payload;
  request.proofNonce = typeof payload['nonce'] === 'string' ? payload['nonce'] : '';
  const [nonceWithoutToken, visibleTimeToken] = splitVisibleTimeToken(request.proofNonce);
  // The visible-time token outlives the nonce: after a long absence, the page gets it back with a new
  // nonce.
  request.visibleTimeToken = visibleTimeToken;
  if (!nonces.isCurrent(nonceWithoutToken)) throw new RelayProblem('nonce-required');
  if (typeof jti !== 'string' || jti.length > 128 || !(await replayGuard.isFirstUse(sessionKey, jti))) {
    throw new RelayProblem('proof-invalid', '"jti" must be new in every proof.');
  }
  request.sessionKey = sessionKey;
}

/** Splits a nonce from the visible-time token appended to it. A malformed token is dropped. */
function splitVisibleTimeToken(nonce: string): [nonce: string, visibleTimeToken?: string] {
  const dot = nonce.indexOf('.');
  if (dot < 0) return [nonce];
  const visibleTimeToken = nonce.slice(dot + 1);
  return isVisibleTimeToken(visibleTimeToken) ? [nonce.slice(0, dot), visibleTimeToken] : [nonce];
}

async function verifyProof(proof: string, sessionKeys: SessionKeys) {
  try {
    const { key, thumbprint } = await sessionKeys.import(decodeProtectedHeader(proof).jwk);
    const { payload } = await jwtVerify(proof, key, {
      typ: 'dpop+jwt',
      algorithms: ['ES256'],
      requiredClaims: ['jti', 'htm', 'htu', 'iat'],
    });
    return { payload, sessionKey: thumbprint };
  } catch (cause) {
    throw new RelayProblem('proof-invalid', undefined, { cause });
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** RFC 7638 thumbprint of the key that signed this request. Set by {@link checkDpopProof}. */
    sessionKey: string;
    /** The nonce in the proof, or ''. Undefined until {@link checkDpopProof} has verified the proof. */
    proofNonce: string | undefined;
    /**
     * The visible-time token in the proof's nonce (visible-time-token.ts). A response returns a newer one, or
     * the same with a newer nonce.
     */
    visibleTimeToken: string | undefined;
  }
}
