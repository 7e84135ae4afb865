import { hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { type SyncFile, writeKeyFile } from './write-key-file.js';

/** The newest key comes first and encrypts. All keys decrypt. Never empty. */
export type SecretKeys = readonly [Buffer, ...Buffer[]];

/**
 * Returns the configured keys, or the key in `file` (base64, mode 0600), which is created at the first start.
 * Without either, returns a temporary key for this process.
 * @throws TypeError if a key is not 32 bytes as base64 or base64url.
 */
export function loadSecretKeys(
  configured: string | readonly string[] | undefined,
  file: string | null,
  sync?: SyncFile,
): SecretKeys {
  if (configured !== undefined) {
    const [newest, ...older] = typeof configured === 'string' ? [configured] : configured;
    const parse = (key = '') => parseKey(key, '"secretKey"');
    return [parse(newest), ...older.map(parse)];
  }
  if (file === null) return [randomBytes(32)];
  if (!existsSync(file)) writeKeyFile(file, randomBytes(32).toString('base64'), sync);
  chmodSync(file, 0o600);
  return [parseKey(readFileSync(file, 'utf8').trim(), `"${file}"`)];
}

/** Derives a separate key for nonces from each key. It does not reveal the secret key. */
export function deriveNonceSecrets([newest, ...older]: SecretKeys): readonly [Buffer, ...Buffer[]] {
  const derive = (key: Buffer) => Buffer.from(hkdfSync('sha256', key, '', 'wm-polyfill dpop-nonce', 32));
  return [derive(newest), ...older.map(derive)];
}

function parseKey(text: string, name: string): Buffer {
  if (!/^[\w+/-]{43}=?$/.test(text)) throw new TypeError(`${name} must hold 32 bytes as base64url`);
  return Buffer.from(text, 'base64');
}
