import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';

/** The Ed25519 key that signs requests of the provider as a GNAP client. */
export interface ClientKey {
  privateKey: KeyObject;
  /** RFC 7638 thumbprint of the public key. */
  keyId: string;
  /** As published in `jwks.json`. */
  jwk: { kid: string; alg: 'EdDSA'; use: 'sig'; kty: 'OKP'; crv: 'Ed25519'; x: string };
}

/** @throws TypeError if `pem` is not an Ed25519 private key. */
export async function parseClientKey(pem: string): Promise<ClientKey> {
  const privateKey = parsePrivateKey(pem);
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' }) as { x: string };
  const publicJwk = { kty: 'OKP', crv: 'Ed25519', x } as const;
  const keyId = await calculateJwkThumbprint(publicJwk);
  return { privateKey, keyId, jwk: { kid: keyId, alg: 'EdDSA', use: 'sig', ...publicJwk } };
}

function parsePrivateKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // The cause is dropped, because it could reveal the file's content.
  }
  throw new TypeError('The client key is not an Ed25519 private key in PEM format.');
}
