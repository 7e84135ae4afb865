import { calculateJwkThumbprintUri } from 'jose';
import { GrantError, SignatureError } from '../core/errors.js';
import { type Exchange, type ContextKey, get, set, type Step } from '../operations/exchange.js';
import { readLimitedJson } from '../http/read-limited-json.js';
import { authenticateClient } from '../operations/authenticate-client.js';
import type { Client, JsonWebKey } from '../signatures/client-key-cache.js';

export interface IdentifiedClient {
  /** The wallet address, or the key's thumbprint. */
  readonly id: string;
  readonly client: Client;
}

export const CLIENT: ContextKey<IdentifiedClient> = { name: 'client' };

/** Reads `client`, which has three forms in the OpenAPI document. */
// https://openpayments.dev/identity/client-keys/
export const identifyClient: Step = async (exchange) => {
  const { client } = exchange.request.body as {
    client: string | { walletAddress: string } | { jwk: JsonWebKey };
  };
  if (typeof client === 'object' && 'jwk' in client) {
    set(exchange, CLIENT, { id: await calculateJwkThumbprintUri(client.jwk), client: { jwk: client.jwk } });
    return;
  }
  const walletAddress = typeof client === 'string' ? client : client.walletAddress;
  if (!/^https?:\/\//.test(walletAddress)) throw clientNotDetermined();
  set(exchange, CLIENT, { id: walletAddress, client: { walletAddress } });
};

/** A grant request gets a different error for an unknown client key than for an invalid signature. */
export const checkClientSignature: Step = async (exchange) => {
  try {
    await authenticateClient(exchange, get(exchange, CLIENT).client);
  } catch (error) {
    if (error instanceof SignatureError && error.reason === 'unknown key')
      throw clientNotDetermined({ cause: error });
    throw error;
  }
};

export function toClient(grant: { client: string; client_jwk: string | null }): Client {
  return grant.client_jwk === null
    ? { walletAddress: grant.client }
    : { jwk: JSON.parse(grant.client_jwk) as JsonWebKey };
}

/**
 * The public name of the client, for the consent page.
 * @throws GrantError unless the client is a wallet address with a public name.
 */
export async function fetchClientName({ wallet }: Exchange, client: Client): Promise<string> {
  if ('jwk' in client) {
    throw invalidClient('JWK client identifier cannot be used for interactive grants');
  }
  const name = await fetchPublicName(wallet.fetch, client.walletAddress);
  if (name === undefined) throw invalidClient('the client wallet address has no publicName');
  return name;
}

async function fetchPublicName(fetch: typeof globalThis.fetch, url: string): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(5_000);
    const response = await fetch(url, { redirect: 'error', signal, headers: { accept: 'application/json' } });
    const { publicName } = (await readLimitedJson(response)) as { publicName?: unknown };
    return typeof publicName === 'string' && publicName.trim() !== '' ? publicName : undefined;
  } catch (error) {
    throw invalidClient('the client wallet address does not respond', { cause: error });
  }
}

function clientNotDetermined(options?: ErrorOptions): GrantError {
  return invalidClient('could not determine client', options);
}

function invalidClient(description: string, options?: ErrorOptions): GrantError {
  return new GrantError(400, 'invalid_client', description, options);
}
