import { createHash, randomBytes } from 'node:crypto';

/** A bearer secret: 256 random bits, base64url. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** The hash of a secret that is stored in the database, so that a stolen file has no usable tokens. */
export function hashStoredSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
