import type { webcrypto } from 'node:crypto';
import { calculateJwkThumbprint, importJWK, type JWK } from 'jose';
import { LRUCache } from 'lru-cache';

/** About 2 kB each. A page whose key was evicted costs one more import. */
const MAX_KEYS = 5_000;

export interface SessionKey {
  key: webcrypto.CryptoKey;
  /** RFC 7638 thumbprint. */
  thumbprint: string;
}

export interface SessionKeys {
  /** @throws TypeError unless `jwk` is a public P-256 key without further members. */
  import(jwk: unknown): Promise<SessionKey>;
}

/**
 * Caches imported keys. Every call of a page carries the same key, and importing a key costs more than
 * verifying with it.
 */
export function createSessionKeys(): SessionKeys {
  const imports = new LRUCache<string, Promise<SessionKey>>({ max: MAX_KEYS });
  return {
    import(jwk) {
      const { x, y } = readPublicMembers(jwk);
      const name = `${x} ${y}`;
      const found = imports.get(name);
      if (found) return found;
      const imported = importSessionKey({ kty: 'EC', crv: 'P-256', x, y });
      imported.catch(() => imports.delete(name));
      imports.set(name, imported);
      return imported;
    },
  };
}

async function importSessionKey(jwk: JWK): Promise<SessionKey> {
  const key = (await importJWK(jwk, 'ES256')) as webcrypto.CryptoKey;
  return { key, thumbprint: await calculateJwkThumbprint(jwk) };
}

function readPublicMembers(jwk: unknown): { x: string; y: string } {
  if (typeof jwk === 'object' && jwk !== null && !('d' in jwk)) {
    const { kty, crv, x, y } = jwk as Record<string, unknown>;
    if (kty === 'EC' && crv === 'P-256' && isCoordinate(x) && isCoordinate(y)) return { x, y };
  }
  throw new TypeError('"jwk" must be a public P-256 key');
}

function isCoordinate(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{43}$/.test(value);
}
