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
  /** Default: POST. */
  method?: 'GET' | 'DELETE';
  path: string;
  body?: object;
  /** Milliseconds. Default: long, because the provider itself asks wallets, and who hangs up early does not hear what was paid. */
  timeout?: number;
  /** The description needs no proof, and fetches the first nonce. */
  proof?: false;
  /** Repeated with the same one, the request has its effect once. */
  once?: string;
  /** Lets the request outlive the page. */
  keepalive?: true;
}

export type Send = (request: RelayRequest) => Promise<Response>;

/** Sends requests to one provider, each with a fresh proof that carries the provider's newest nonce. */
export function createSend({ provider, key, fetch, timeout }: SendOptions): Send {
  let nonce: string | undefined;

  return async (request) => {
    // Without a prototype, because a page may have put something on that of all objects.
    const { method = 'POST', path, body, timeout: patience = 60_000, proof, once, keepalive } = bare(request);
    const url = provider + path;
    const headers: Record<string, string> = { accept: 'application/json' };
    if (body) headers['content-type'] = 'application/json';
    if (once) headers['idempotency-key'] = once;
    try {
      // https://www.rfc-editor.org/rfc/rfc9449#section-4
      if (proof !== false) headers['dpop'] = await generateProof(await key, url, method, nonce);
      const init = {
        method,
        headers,
        body: body ? JSON.stringify(body) : null,
        credentials: 'omit' as const,
        redirect: 'error' as const,
        referrerPolicy: 'origin' as const,
        cache: 'no-store' as const,
        keepalive: keepalive === true,
        signal: timeout(patience),
      };
      const response = await fetch(url, bare(init));
      // https://www.rfc-editor.org/rfc/rfc9449#section-8.2
      nonce = response.headers.get('dpop-nonce') ?? nonce;
      return response;
    } catch (cause) {
      throw unreachable(cause);
    }
  };
}

function bare<T extends object>(object: T): T {
  return { __proto__: null, ...object };
}
