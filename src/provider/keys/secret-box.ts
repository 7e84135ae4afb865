import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SecretKeys } from './secret-keys.js';

/** Encrypts secrets for the database with AES-256-GCM, bound to their row and column. */
export interface SecretBox {
  /** @param context table, row and column. A ciphertext that is moved elsewhere cannot be decrypted. */
  seal(secret: string, context: string): string;
  /** @throws Error if the ciphertext was changed, moved, or encrypted with an unknown key. */
  open(sealed: string, context: string): string;
  /**
   * Encrypts the secret with the newest key.
   * @returns null if it already is.
   * @throws Error as `open`.
   */
  reseal(sealed: string, context: string): string | null;
}

export function createSecretBox(keys: SecretKeys): SecretBox {
  const [newest] = keys;
  return {
    seal: (secret, context) => seal(newest, secret, context),
    open: (sealed, context) => openWithAny(keys, sealed, context).secret,
    reseal(sealed, context) {
      const { secret, key } = openWithAny(keys, sealed, context);
      return key === newest ? null : seal(newest, secret, context);
    },
  };
}

function seal(key: Buffer, secret: string, context: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
  const sealed = [iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(sealed).toString('base64url');
}

function openWithAny(keys: SecretKeys, sealed: string, context: string): { secret: string; key: Buffer } {
  const failures: unknown[] = [];
  for (const key of keys) {
    try {
      return { secret: open(key, sealed, context), key };
    } catch (error) {
      failures.push(error);
    }
  }
  throw new Error('An encrypted secret was changed or moved, or its key is not configured.', {
    cause: failures[0],
  });
}

function open(key: Buffer, sealed: string, context: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
}
