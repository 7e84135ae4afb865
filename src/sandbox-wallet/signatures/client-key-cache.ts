import { createPublicKey, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { readLimitedJson } from '../http/read-limited-json.js';
import { SignatureError } from '../core/errors.js';

const FETCH_TIMEOUT_MS = 5_000;
const MAX_KEYS = 1_000;

/** The signing client: a wallet address whose `/jwks.json` has the keys, or a key that the client sent. */
export type Client = { readonly walletAddress: string } | { readonly jwk: JsonWebKey };

export interface JsonWebKey {
  readonly kid: string;
  readonly alg: string;
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
}

export interface ClientKeyCache {
  /** @throws SignatureError "unknown key" if the client does not have the key or does not respond. */
  find(client: Client, keyid: string): Promise<KeyObject>;
}

/**
 * Caches client keys for `lifetime` milliseconds; the live server fetches them at every request. It fetches
 * any http(s) URL that a client names, including loopback, so a sandbox must not run on a public network.
 */
export function createClientKeyCache({
  fetch,
  now,
  lifetime,
}: {
  fetch: typeof globalThis.fetch;
  now: () => number;
  lifetime: number;
}): ClientKeyCache {
  const cache = new LRUCache<string, { key: KeyObject; expiresAt: number }>({ max: MAX_KEYS });

  async function findKey(client: Client, keyid: string): Promise<KeyObject> {
    const keys = 'jwk' in client ? [client.jwk] : await fetchKeys(fetch, client.walletAddress);
    const jwk = keys.find(({ kid }) => kid === keyid);
    if (!jwk) throw new SignatureError('unknown key', 'could not find key in list of client keys');
    return importKey(jwk);
  }

  return {
    async find(client, keyid) {
      const id = JSON.stringify([client, keyid]);
      const cached = cache.get(id);
      if (cached && cached.expiresAt > now()) return cached.key;
      cache.delete(id);
      const key = await findKey(client, keyid);
      cache.set(id, { key, expiresAt: now() + lifetime });
      return key;
    },
  };
}

// https://openpayments.dev/identity/client-keys/
async function fetchKeys(fetch: typeof globalThis.fetch, walletAddress: string): Promise<JsonWebKey[]> {
  try {
    const response = await fetch(`${walletAddress.replace(/\/$/, '')}/jwks.json`, {
      redirect: 'error',
      signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
      headers: { accept: 'application/json' },
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const { keys } = (await readLimitedJson(response)) as { keys?: unknown };
    return Array.isArray(keys) ? keys.filter(isJsonWebKey) : [];
  } catch (error) {
    throw new SignatureError('unknown key', 'could not fetch client keys', { cause: error });
  }
}

function importKey({ kty, crv, x }: JsonWebKey): KeyObject {
  try {
    return createPublicKey({ format: 'jwk', key: { kty, crv, x } });
  } catch (error) {
    throw new SignatureError('unknown key', 'the key is not an Ed25519 key', { cause: error });
  }
}

export function isJsonWebKey(key: unknown): key is JsonWebKey {
  const { kid, kty, crv, x } = (key ?? {}) as Record<string, unknown>;
  return typeof kid === 'string' && kty === 'OKP' && crv === 'Ed25519' && typeof x === 'string';
}
