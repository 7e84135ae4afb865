import { type KeyObject, verify } from 'node:crypto';
import { httpbis } from 'http-message-signatures';
import { serializeItem, serializeList } from 'structured-headers';
import { SignatureError } from '../core/errors.js';
import type { WalletRequest } from '../http/wallet-request.js';
import { isContentDigestOf } from './content-digest.js';
import type { SignatureInput } from './signature-input.js';

/** Maximum difference in seconds between a signature's creation and now, in both directions. */
export const CREATED_TOLERANCE_S = 60;

type SignedRequest = Pick<WalletRequest, 'method' | 'targetUri' | 'headers' | 'rawBody'>;

/**
 * Checks the parameters of a signature:
 * - it covers @method, @target-uri, content-digest if there is a body, and authorization if it is sent
 * - the digest matches the raw body
 * - it was created within a minute of now and is not expired
 *
 * @throws SignatureError
 */
// https://www.rfc-editor.org/rfc/rfc9635.html#name-http-message-signatures
export function checkSignatureParameters(request: SignedRequest, input: SignatureInput, now: number): void {
  const { components } = input;
  if (new Set(components).size !== components.length) throw invalidSignature('a component is covered twice');
  for (const component of ['@method', '@target-uri', ...requiredFields(request)]) {
    if (!components.includes(component)) throw invalidSignature(`${component} is not covered`);
  }
  if (components.includes('content-digest')) checkContentDigest(request);
  const seconds = now / 1000;
  if (Math.abs(seconds - input.created) > CREATED_TOLERANCE_S) throw invalidSignature('created is not now');
  if (input.expires !== undefined && input.expires < seconds)
    throw invalidSignature('the signature has expired');
}

/** @throws SignatureError "invalid signature" */
// https://www.rfc-editor.org/rfc/rfc9421.html#name-verifying-a-signature
export function verifySignature(request: SignedRequest, input: SignatureInput, key: KeyObject): void {
  const base = Buffer.from(signatureBase(request, input));
  if (!verify(null, base, key, input.signature))
    throw new SignatureError('invalid signature', 'invalid signature');
}

function signatureBase(request: SignedRequest, { innerList }: SignatureInput): string {
  try {
    const lines = httpbis.createSignatureBase(
      { fields: innerList[0].map((item) => serializeItem(item)) },
      { method: request.method, url: request.targetUri, headers: definedHeaders(request.headers) },
    );
    lines.push(['"@signature-params"', [serializeList([innerList])]]);
    return httpbis.formatSignatureBase(lines);
  } catch (error) {
    // The library throws a plain Error if a covered field is missing in the request.
    throw new SignatureError('invalid signature headers', 'a covered component is missing', { cause: error });
  }
}

function requiredFields({ headers, rawBody }: SignedRequest): string[] {
  return [
    ...(rawBody.length > 0 ? ['content-digest'] : []),
    ...(headers.authorization === undefined ? [] : ['authorization']),
  ];
}

function checkContentDigest({ headers, rawBody }: SignedRequest): void {
  const field = headers['content-digest'];
  try {
    if (typeof field === 'string' && isContentDigestOf(field, rawBody)) return;
  } catch (error) {
    throw new SignatureError('invalid signature headers', 'content-digest is malformed', { cause: error });
  }
  throw invalidSignature('content-digest is not that of the body');
}

function definedHeaders(headers: WalletRequest['headers']): Record<string, string | string[]> {
  return headers as Record<string, string | string[]>;
}

function invalidSignature(message: string): SignatureError {
  return new SignatureError('invalid signature headers', message);
}
