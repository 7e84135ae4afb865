import { createHash, timingSafeEqual } from 'node:crypto';
import { parseDictionary } from 'structured-headers';

const ALGORITHMS: Readonly<Record<string, string>> = { 'sha-512': 'sha512', 'sha-256': 'sha256' };

/** The `Content-Digest` of `body`. */
// https://www.rfc-editor.org/rfc/rfc9530.html#name-the-content-digest-field
export function contentDigest(
  body: Uint8Array | string,
  algorithm: 'sha-512' | 'sha-256' = 'sha-512',
): string {
  return `${algorithm}=:${digest(ALGORITHMS[algorithm] as string, body).toString('base64')}:`;
}

/**
 * True if the field has at least one digest with a known algorithm, and all of these match the body.
 * @throws Error if the field is malformed.
 */
export function isContentDigestOf(field: string, body: Uint8Array): boolean {
  const known = [...parseDictionary(field)].filter(([name]) => Object.hasOwn(ALGORITHMS, name));
  return (
    known.length > 0 && known.every(([name, [value]]) => isDigest(ALGORITHMS[name] as string, value, body))
  );
}

function isDigest(hash: string, value: unknown, body: Uint8Array): boolean {
  const expected = digest(hash, body);
  if (!(value instanceof ArrayBuffer) || value.byteLength !== expected.length) return false;
  return timingSafeEqual(new Uint8Array(value), expected);
}

function digest(hash: string, body: Uint8Array | string): Buffer {
  return createHash(hash).update(body).digest();
}
