import { hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { type Sync, writeKeyFile } from './write-key-file.js';

/** The newest first: it seals, all of them open. Never empty. */
export type SecretKeys = readonly [Buffer, ...Buffer[]];

/**
 * The keys that the operator names, or the one in `file` (base64, mode 0600), made at the first start; without either a key that lives as
 * long as the process.
 * @throws TypeError when one is not 32 bytes as base64 or base64url.
 */
export function readSecretKeys(
  named: string | readonly string[] | undefined,
  file: string | null,
  sync?: Sync,
): SecretKeys {
  if (named !== undefined) {
    const [newest, ...older] = typeof named === 'string' ? [named] : named;
    const parse = (key = '') => parseKey(key, '"secretKey"');
    return [parse(newest), ...older.map(parse)];
  }
  if (file === null) return [randomBytes(32)];
  if (!existsSync(file)) writeKeyFile(file, randomBytes(32).toString('base64'), sync);
  chmodSync(file, 0o600);
  return [parseKey(readFileSync(file, 'utf8').trim(), `"${file}"`)];
}

/** Of each key another, for nonces: who learns it learns nothing that is sealed. */
export function nonceSecrets([newest, ...older]: SecretKeys): readonly [Buffer, ...Buffer[]] {
  const derive = (key: Buffer) => Buffer.from(hkdfSync('sha256', key, '', 'wm-polyfill dpop-nonce', 32));
  return [derive(newest), ...older.map(derive)];
}

function parseKey(text: string, name: string): Buffer {
  if (!/^[\w+/-]{43}=?$/.test(text)) throw new TypeError(`${name} must hold 32 bytes as base64url`);
  return Buffer.from(text, 'base64');
}
