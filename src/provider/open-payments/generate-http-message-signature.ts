import { createHash, type KeyObject } from 'node:crypto';
import { createSigner, httpbis, type SigningKey } from 'http-message-signatures';

export interface UnsignedRequest {
  method: string;
  url: URL;
  accessToken?: string | undefined;
  body?: string | undefined;
}

export type GenerateHttpMessageSignature = (request: UnsignedRequest) => Promise<Record<string, string>>;

/** @param key an Ed25519 key. */
export function createHttpMessageSigner({
  privateKey,
  keyId,
}: {
  privateKey: KeyObject;
  keyId: string;
}): GenerateHttpMessageSignature {
  const key = createSigner(privateKey, 'ed25519', keyId);
  return (request) => generateHttpMessageSignature(key, request);
}

// https://webmonetization.org/specification/flows/#dfn-generate-an-http-message-signature
// Differs from the spec: no `tag` (RFC 9635 §7.3.1), because the official client sends none. Live wallets
// know only this form.
/** Returns the request's headers with body digest and signature. */
async function generateHttpMessageSignature(
  key: SigningKey,
  { method, url, accessToken, body }: UnsignedRequest,
): Promise<Record<string, string>> {
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
}

// https://www.rfc-editor.org/rfc/rfc9530.html#name-the-content-digest-field
function contentHeaders(body: string): Record<string, string> {
  return {
    'content-digest': `sha-512=:${createHash('sha512').update(body).digest('base64')}:`,
    'content-length': String(Buffer.byteLength(body)),
    'content-type': 'application/json',
  };
}
