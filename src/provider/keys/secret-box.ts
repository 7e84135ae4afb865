import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SecretKeys } from './secret-keys.js';

/** Seals secrets for the database: AES-256-GCM, bound to the row and column they stand in. */
export interface SecretBox {
  /** `context` names table, row and column: a ciphertext moved elsewhere does not open. */
  seal(secret: string, context: string): string;
  /** @throws Error when the text was changed, moved or sealed with a key that is not among ours. */
  open(sealed: string, context: string): string;
  /** The same secret sealed with the newest key, or null where it is already. @throws Error as above. */
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
  throw new Error('A sealed secret was changed or moved, or its key is not among ours.', {
    cause: failures[0],
  });
}

function open(key: Buffer, sealed: string, context: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
}
