import { createHash } from 'node:crypto';
import { createSigner, httpbis } from 'http-message-signatures';
import type { ClientKey } from '../keys/client-key.js';

export interface UnsignedRequest {
  method: string;
  url: URL;
  accessToken?: string | undefined;
  body?: string | undefined;
}

export type SignRequest = (request: UnsignedRequest) => Promise<Record<string, string>>;

// https://www.rfc-editor.org/rfc/rfc9635.html#section-7.3.1
// Differs from the spec: no `tag`, as the official client sends none; the live wallets have only ever seen that.
/** The headers of a request, signed: digest of the body, signature over what the wallets want covered. */
export function createSignRequest({
  privateKey,
  keyId,
}: Pick<ClientKey, 'privateKey' | 'keyId'>): SignRequest {
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
