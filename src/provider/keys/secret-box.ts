import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Seals secrets for the database: AES-256-GCM, bound to the row and column they stand in. */
export interface SecretBox {
  /** `context` names table, row and column: a ciphertext moved elsewhere does not open. */
  seal(secret: string, context: string): string;
  /** @throws Error when the text was changed, moved or sealed with another key. */
  open(sealed: string, context: string): string;
}

/** The key in `file` (32 bytes as base64, mode 0600), made at the first start; without a file a key that lives as long as the process. */
export function openSecretBox(file: string | null): SecretBox {
  const key = file === null ? randomBytes(32) : readOrWriteKey(file);
  if (key.length !== 32) throw new TypeError(`"${file}" must hold 32 bytes as base64`);
  return {
    seal(secret, context) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
      return Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
        'base64url',
      );
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(
        Buffer.from(context),
      );
      decipher.setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
    },
  };
}

function readOrWriteKey(file: string): Buffer {
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  chmodSync(file, 0o600);
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
}
