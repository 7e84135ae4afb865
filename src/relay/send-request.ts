import { generateProof } from './dpop-proof.js';
import { unreachable } from './process-response.js';

export interface SendOptions {
  /** The provider's origin. */
  provider: string;
  key: Promise<CryptoKeyPair>;
  fetch: typeof fetch;
  /** A signal that aborts after so many milliseconds. */
  timeout: (milliseconds: number) => AbortSignal;
}

export interface RelayRequest {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: object;
  /** Milliseconds. Longer where the provider itself asks wallets: who hangs up early does not hear what was paid. */
  timeout: number;
  /** The description needs no proof, and fetches the first nonce. */
  proof?: false;
  /** Lets the request outlive the page. */
  keepalive?: true;
}

export type Send = (request: RelayRequest) => Promise<Response>;

/** Sends requests to one provider, each with a fresh proof that carries the provider's newest nonce. */
export function createSend({ provider, key, fetch, timeout }: SendOptions): Send {
  let nonce: string | undefined;

  return async ({ method, path, body, timeout: patience, proof, keepalive }) => {
    const url = provider + path;
    const headers: Record<string, string> = { accept: 'application/json' };
    if (body) headers['content-type'] = 'application/json';
    try {
      // https://www.rfc-editor.org/rfc/rfc9449#section-4
      if (proof !== false) headers['dpop'] = await generateProof(await key, url, method, nonce);
      const response = await fetch(url, {
        method,
        headers,
        body: body ? JSON.stringify(body) : null,
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'origin',
        cache: 'no-store',
        keepalive: keepalive === true,
        signal: timeout(patience),
      });
      // https://www.rfc-editor.org/rfc/rfc9449#section-8.2
      nonce = response.headers.get('dpop-nonce') ?? nonce;
      return response;
    } catch (cause) {
      throw unreachable(cause);
    }
  };
}
