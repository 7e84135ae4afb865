import type { webcrypto } from 'node:crypto';
import { calculateJwkThumbprint, importJWK, type JWK } from 'jose';

/** About 2 kB each. The oldest goes first; it costs its page one import. */
const MOST = 5_000;

export interface SessionKey {
  key: webcrypto.CryptoKey;
  /** RFC 7638. */
  thumbprint: string;
}

export interface SessionKeys {
  /** @throws TypeError unless `jwk` is a public P-256 key and nothing more. */
  import(jwk: unknown): Promise<SessionKey>;
}

/** Every call of a page carries the same key: importing it anew costs more than verifying with it. */
export function createSessionKeys(): SessionKeys {
  const known = new Map<string, Promise<SessionKey>>();
  return {
    import(jwk) {
      const { x, y } = publicMembersOf(jwk);
      const name = `${x} ${y}`;
      const found = known.get(name);
      if (found) return found;
      const imported = importSessionKey({ kty: 'EC', crv: 'P-256', x, y });
      imported.catch(() => known.delete(name));
      if (known.size >= MOST) known.delete(known.keys().next().value as string);
      known.set(name, imported);
      return imported;
    },
  };
}

async function importSessionKey(jwk: JWK): Promise<SessionKey> {
  const key = (await importJWK(jwk, 'ES256')) as webcrypto.CryptoKey;
  return { key, thumbprint: await calculateJwkThumbprint(jwk) };
}

function publicMembersOf(jwk: unknown): { x: string; y: string } {
  if (typeof jwk === 'object' && jwk !== null && !('d' in jwk)) {
    const { kty, crv, x, y } = jwk as Record<string, unknown>;
    if (kty === 'EC' && crv === 'P-256' && isCoordinate(x) && isCoordinate(y)) return { x, y };
  }
  throw new TypeError('"jwk" must be a public P-256 key');
}

function isCoordinate(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{43}$/.test(value);
}
