import { generateProof } from './dpop-proof.js';
import { providerUnreachable } from './process-response.js';

export interface SendOptions {
  /** The provider's origin. */
  provider: string;
  key: Promise<CryptoKeyPair>;
  fetch: typeof fetch;
  /** Creates a signal that aborts after this time. */
  timeout: (milliseconds: number) => AbortSignal;
}

export interface RelayRequest {
  /** Default: POST. */
  method?: 'GET' | 'DELETE';
  path: string;
  body?: object;
  /**
   * Milliseconds. The default is long, because the provider in turn waits for wallets. With a shorter one,
   * the result of a payment could get lost.
   */
  timeout?: number;
  /** False for the description, which needs no proof. Its response contains the first nonce. */
  proof?: false;
  /** Requests with the same key take effect only once. */
  idempotencyKey?: string;
  /** The request completes even if the page unloads. */
  keepalive?: true;
}

export type SendRequest = (request: RelayRequest) => Promise<Response>;

/** Returns a function that sends requests, each with a new proof with the provider's latest nonce. */
export function createRequestSender({ provider, key, fetch, timeout }: SendOptions): SendRequest {
  let nonce: string | undefined;

  return async (request) => {
    // No prototype, because a page may have added members to Object.prototype.
    const {
      method = 'POST',
      path,
      body,
      timeout: timeoutMs = 60_000,
      proof,
      idempotencyKey,
      keepalive,
    } = withoutPrototype(request);
    const url = provider + path;
    const headers: Record<string, string> = { accept: 'application/json' };
    if (body) headers['content-type'] = 'application/json';
    if (idempotencyKey) headers['idempotency-key'] = idempotencyKey;
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
        signal: timeout(timeoutMs),
      };
      const response = await fetch(url, withoutPrototype(init));
      // https://www.rfc-editor.org/rfc/rfc9449#section-8.2
      nonce = response.headers.get('dpop-nonce') ?? nonce;
      return response;
    } catch (cause) {
      throw providerUnreachable(cause);
    }
  };
}

function withoutPrototype<T extends object>(object: T): T {
  return { __proto__: null, ...object };
}
