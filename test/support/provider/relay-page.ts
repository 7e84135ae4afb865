import { generateKeyPair, generateProof, type KeyPair } from 'dpop';

/** A page, as the provider sees it: an origin, a key, and DPoP proofs. */
export interface RelayPage {
  readonly key: KeyPair;
  call(method: string, path: string, body?: unknown, changes?: CallChanges): Promise<RelayResponse>;
}

/** Deliberate errors of a request. */
export interface CallChanges {
  headers?: Record<string, string | undefined>;
  /** Signs for another method or URL, or with another nonce. */
  proof?: { method?: string; url?: string; nonce?: string | undefined };
  /** Sent unchanged instead of `body` as JSON. */
  rawBody?: string;
}

export interface RelayResponse {
  status: number;
  headers: Headers;
  /** The proof that was sent. */
  proof: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read whatever a server answers
  body: any;
}

export async function openRelayPage(
  provider: string,
  origin = 'http://localhost:3000',
  key?: KeyPair,
): Promise<RelayPage> {
  const keyPair = key ?? (await generateKeyPair('ES256'));
  let nonce = (await fetch(`${provider}/relay`)).headers.get('dpop-nonce') ?? undefined;
  return {
    key: keyPair,
    async call(method, path, body, { headers = {}, proof = {}, rawBody } = {}) {
      const url = `${provider}${path}`;
      const proofNonce = 'nonce' in proof ? proof.nonce : nonce;
      const dpop = await generateProof(keyPair, proof.url ?? url, proof.method ?? method, proofNonce);
      const sent = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
      const all = {
        origin,
        dpop,
        ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      };
      const present = Object.entries(all).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      );
      const response = await fetch(url, {
        method,
        headers: present,
        ...(sent === undefined ? {} : { body: sent }),
      });
      nonce = response.headers.get('dpop-nonce') ?? nonce;
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json');
      return {
        status: response.status,
        headers: response.headers,
        proof: dpop,
        body: isJson ? JSON.parse(text) : text,
      };
    },
  };
}
