import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { calculateJwkThumbprint } from 'jose';

/** The Ed25519 key with which the provider signs as a GNAP client. */
export interface ClientKey {
  privateKey: KeyObject;
  /** RFC 7638 thumbprint of the public key. */
  keyId: string;
  /** As published in `jwks.json`. */
  jwk: { kid: string; alg: 'EdDSA'; use: 'sig'; kty: 'OKP'; crv: 'Ed25519'; x: string };
}

/**
 * The key in `file` (PKCS#8 PEM, mode 0600), made at the first start; without a file a key that lives as long as the process.
 * @throws TypeError when the file holds something other than an Ed25519 private key.
 */
export async function loadOrGenerateClientKey(file: string | null): Promise<ClientKey> {
  const privateKey = file === null ? generateKey() : readOrWriteKey(file);
  if (privateKey.asymmetricKeyType !== 'ed25519')
    throw new TypeError(`"${file}" is not an Ed25519 private key`);
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' }) as { x: string };
  const publicJwk = { kty: 'OKP', crv: 'Ed25519', x } as const;
  const keyId = await calculateJwkThumbprint(publicJwk);
  return { privateKey, keyId, jwk: { kid: keyId, alg: 'EdDSA', use: 'sig', ...publicJwk } };
}

function generateKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey;
}

function readOrWriteKey(file: string): KeyObject {
  if (!existsSync(file)) {
    const pem = generateKey().export({ format: 'pem', type: 'pkcs8' });
    writeFileSync(file, pem, { mode: 0o600, flag: 'wx' });
  }
  chmodSync(file, 0o600);
  return createPrivateKey(readFileSync(file));
}
