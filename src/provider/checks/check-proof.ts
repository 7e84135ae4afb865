import type { FastifyRequest } from 'fastify';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { isMark } from '../payments/accrual/marks.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import type { SessionKeys } from './session-keys.js';

// https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3
// Differs from the spec: `iat` is not compared with the clock, for visitors' clocks are wrong; the nonce says how fresh a proof is.
/**
 * - exactly one DPoP header, a `dpop+jwt` signed with ES256 by the public key in its header
 * - for this method and this URL, as the configured origin spells it
 * - with a current nonce of ours
 * - never seen before
 */
export function checkProof({ origin, nonces, replays, sessionKeys }: Services) {
  return async function checkProof(request: FastifyRequest): Promise<void> {
    const proof = request.headers['dpop'];
    if (typeof proof !== 'string' || proof.includes(',')) throw new RelayProblem('proof-missing');
    const { payload, sessionKey } = await verify(proof, sessionKeys);

    if (payload['htm'] !== request.method) {
      throw new RelayProblem('proof-invalid', '"htm" is not the method of this request.');
    }
    if (payload['htu'] !== `${origin}${request.url.split('?')[0]}`) {
      throw new RelayProblem('proof-invalid', '"htu" is not the URL of this request.');
    }
    const { nonce, jti } = payload;
    const [fresh = '', mark] = typeof nonce === 'string' ? splitNonce(nonce) : [];
    // It lives longer than the nonce: whoever was away for long gets it back with the new one.
    request.mark = mark;
    if (!nonces.isCurrent(fresh)) throw new RelayProblem('nonce-required');
    if (typeof jti !== 'string' || jti.length > 128 || !(await replays.isFirstUse(sessionKey, jti))) {
      throw new RelayProblem('proof-invalid', '"jti" must be new in every proof.');
    }
    request.sessionKey = sessionKey;
  };
}

/** A nonce, and the mark that it carries along. What cannot be a mark is not given back. */
function splitNonce(nonce: string): [fresh: string, mark?: string] {
  const dot = nonce.indexOf('.');
  if (dot < 0) return [nonce];
  const mark = nonce.slice(dot + 1);
  return isMark(mark) ? [nonce.slice(0, dot), mark] : [nonce];
}

async function verify(proof: string, sessionKeys: SessionKeys) {
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
    /** RFC 7638 thumbprint of the key that signed this request. Set by {@link checkProof}. */
    sessionKey: string;
    /** What the proof's nonce carries along: see `payments/accrual/marks.ts`. Every answer gives it back, or a newer one. */
    mark: string | undefined;
  }
}
