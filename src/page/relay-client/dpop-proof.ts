/**
 * Creates a DPoP proof: a JWT that binds the visitor's key to one request. Not the package `dpop`, because it
 * would add about 1.2 kB to wm.js, and only one of its four algorithms is needed.
 * @param htu URL of the request, without query and fragment.
 * @param htm method of the request.
 * @param nonce from the provider's last `DPoP-Nonce` header.
 */
// https://www.rfc-editor.org/rfc/rfc9449#section-4.2
export async function generateProof(
  { privateKey, publicKey }: CryptoKeyPair,
  htu: string,
  htm: string,
  nonce?: string,
): Promise<string> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } };
  const claims = { iat: Math.floor(Date.now() / 1000), jti: crypto.randomUUID(), htm, htu, nonce };
  const input = `${encodePart(header)}.${encodePart(claims)}`;
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, encode(input));
  return `${input}.${toBase64Url(new Uint8Array(signature))}`;
}

function encodePart(part: object): string {
  return toBase64Url(encode(JSON.stringify(part)));
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

// https://www.rfc-editor.org/rfc/rfc7515#section-2 (base64url without padding)
function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (sign) => BASE64URL[sign] as string);
}

const BASE64URL: Readonly<Record<string, string>> = { '+': '-', '/': '_', '=': '' };
