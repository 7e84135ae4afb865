import { generateKeyPairSync } from 'node:crypto';

/** Returns the private key as PKCS#8 PEM. */
export function generateEd25519KeyPair(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}
