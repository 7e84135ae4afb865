import { createHash, type KeyObject } from 'node:crypto';
import { createSigner, httpbis } from 'http-message-signatures';

/** An Ed25519 key. */
export interface SigningKey {
  privateKey: KeyObject;
  keyId: string;
}

export interface UnsignedRequest {
  method: string;
  url: URL;
  accessToken?: string | undefined;
  body?: string | undefined;
}

export type CreateHttpMessageSignature = (request: UnsignedRequest) => Promise<Record<string, string>>;

// https://www.rfc-editor.org/rfc/rfc9635.html#section-7.3.1
// Differs from the spec: no `tag`, because the official client sends none. Live wallets know only this form.
/** Returns the request's headers with body digest and signature. */
export function createHttpMessageSigner({ privateKey, keyId }: SigningKey): CreateHttpMessageSignature {
  const key = createSigner(privateKey, 'ed25519', keyId);
  return async ({ method, url, accessToken, body }) => {
    const headers: Record<string, string> = {
      ...(accessToken !== undefined && { authorization: `GNAP ${accessToken}` }),
      ...(body !== undefined && contentHeaders(body)),
    };
    const fields = ['@method', '@target-uri', ...Object.keys(headers)];
    const message = { method, url: url.href, headers };
    const signed = await httpbis.signMessage(
      { key, name: 'sig1', params: ['keyid', 'created'], fields },
      message,
    );
    return { accept: 'application/json', 'accept-encoding': 'identity', ...signed.headers } as Record<
      string,
      string
    >;
  };
}

// https://www.rfc-editor.org/rfc/rfc9530.html#name-the-content-digest-field
function contentHeaders(body: string): Record<string, string> {
  return {
    'content-digest': `sha-512=:${createHash('sha512').update(body).digest('base64')}:`,
    'content-length': String(Buffer.byteLength(body)),
    'content-type': 'application/json',
  };
}
