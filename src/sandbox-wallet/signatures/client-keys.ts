import { createPublicKey, type KeyObject } from 'node:crypto';
import { readJson } from '../http/read-json.js';
import { SignatureError } from '../errors.js';

const TIMEOUT = 5_000;

/** Who signs: the wallet address whose `/jwks.json` holds the keys, or one key that the client brought along. */
export type Client = { readonly walletAddress: string } | { readonly jwk: JsonWebKey };

export interface JsonWebKey {
  readonly kid: string;
  readonly alg: string;
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
}

export interface ClientKeys {
  /** @throws SignatureError "unknown key" when the client has no such key, or does not answer. */
  find(client: Client, keyid: string): Promise<KeyObject>;
}

/**
 * The live server fetches the keys at every request; here a known key is believed for `lifetime` milliseconds.
 * Whatever http(s) URL a client names is fetched, loopback included: a sandbox is no place for a public network.
 */
export function createClientKeys({
  fetch,
  now,
  lifetime,
}: {
  fetch: typeof globalThis.fetch;
  now: () => number;
  lifetime: number;
}): ClientKeys {
  const known = new Map<string, { key: KeyObject; until: number }>();

  async function findKey(client: Client, keyid: string): Promise<KeyObject> {
    const keys = 'jwk' in client ? [client.jwk] : await fetchKeys(fetch, client.walletAddress);
    const jwk = keys.find(({ kid }) => kid === keyid);
    if (!jwk) throw new SignatureError('unknown key', 'could not find key in list of client keys');
    return importKey(jwk);
  }

  return {
    async find(client, keyid) {
      const id = JSON.stringify([client, keyid]);
      const remembered = known.get(id);
      if (remembered && remembered.until > now()) return remembered.key;
      known.delete(id);
      const key = await findKey(client, keyid);
      if (known.size >= 1_000) known.clear();
      known.set(id, { key, until: now() + lifetime });
      return key;
    },
  };
}

// https://openpayments.dev/identity/client-keys/
async function fetchKeys(fetch: typeof globalThis.fetch, walletAddress: string): Promise<JsonWebKey[]> {
  try {
    const response = await fetch(`${walletAddress.replace(/\/$/, '')}/jwks.json`, {
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
      headers: { accept: 'application/json' },
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const { keys } = (await readJson(response)) as { keys?: unknown };
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
