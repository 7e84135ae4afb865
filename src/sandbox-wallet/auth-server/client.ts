import { calculateJwkThumbprintUri } from 'jose';
import { GrantError, SignatureError } from '../errors.js';
import { type Exchange, type Fact, found, leave, type Step } from '../http/exchange.js';
import { readJson } from '../http/read-json.js';
import { authenticate } from '../signatures/authenticate.js';
import type { Client, JsonWebKey } from '../signatures/client-keys.js';

export interface IdentifiedClient {
  /** The wallet address, or the key's thumbprint. */
  readonly id: string;
  readonly client: Client;
}

export const CLIENT: Fact<IdentifiedClient> = { name: 'client' };

/** The document's three spellings of `client`. */
// https://openpayments.dev/identity/client-keys/
export const identifyClient: Step = async (exchange) => {
  const { client } = exchange.request.body as {
    client: string | { walletAddress: string } | { jwk: JsonWebKey };
  };
  if (typeof client === 'object' && 'jwk' in client) {
    leave(exchange, CLIENT, { id: await calculateJwkThumbprintUri(client.jwk), client: { jwk: client.jwk } });
    return;
  }
  const walletAddress = typeof client === 'string' ? client : client.walletAddress;
  if (!/^https?:\/\//.test(walletAddress)) throw undetermined();
  leave(exchange, CLIENT, { id: walletAddress, client: { walletAddress } });
};

/** A grant request by a client whose key cannot be found is refused in other words than by one that signs badly. */
export const checkClientSignature: Step = async (exchange) => {
  try {
    await authenticate(exchange, found(exchange, CLIENT).client);
  } catch (error) {
    if (error instanceof SignatureError && error.reason === 'unknown key')
      throw undetermined({ cause: error });
    throw error;
  }
};

export function clientOf(grant: { client: string; client_jwk: string | null }): Client {
  return grant.client_jwk === null
    ? { walletAddress: grant.client }
    : { jwk: JSON.parse(grant.client_jwk) as JsonWebKey };
}

/** @throws GrantError unless the client is a wallet address with a public name, which the consent page shows. */
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
    const { publicName } = (await readJson(response)) as { publicName?: unknown };
    return typeof publicName === 'string' && publicName.trim() !== '' ? publicName : undefined;
  } catch (error) {
    throw invalidClient('the client wallet address does not answer', { cause: error });
  }
}

function undetermined(options?: ErrorOptions): GrantError {
  return invalidClient('could not determine client', options);
}

function invalidClient(description: string, options?: ErrorOptions): GrantError {
  return new GrantError(400, 'invalid_client', description, options);
}
