import { type KeyObject, verify } from 'node:crypto';
import { httpbis } from 'http-message-signatures';
import { serializeItem, serializeList } from 'structured-headers';
import { SignatureError } from '../errors.js';
import type { WalletRequest } from '../http/exchange.js';
import { isContentDigestOf } from './content-digest.js';
import type { SignatureInput } from './signature-input.js';

/** Seconds that a signature may be older or younger than now. */
export const CREATED_TOLERANCE = 60;

type SignedRequest = Pick<WalletRequest, 'method' | 'targetUri' | 'headers' | 'rawBody'>;

/**
 * - covers @method, @target-uri, content-digest when there is a body, authorization when it is sent
 * - the digest is the raw body's
 * - created within a minute of now, not expired
 * @throws SignatureError
 */
// https://www.rfc-editor.org/rfc/rfc9635.html#name-http-message-signatures
export function checkSignatureParameters(request: SignedRequest, input: SignatureInput, now: number): void {
  const { components } = input;
  if (new Set(components).size !== components.length) throw refused('a component is covered twice');
  for (const component of ['@method', '@target-uri', ...requiredFields(request)]) {
    if (!components.includes(component)) throw refused(`${component} is not covered`);
  }
  if (components.includes('content-digest')) checkContentDigest(request);
  const seconds = now / 1000;
  if (Math.abs(seconds - input.created) > CREATED_TOLERANCE) throw refused('created is not now');
  if (input.expires !== undefined && input.expires < seconds) throw refused('the signature has expired');
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
    // The library throws a plain Error for a covered field that the request lacks.
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
  throw refused('content-digest is not that of the body');
}

function definedHeaders(headers: WalletRequest['headers']): Record<string, string | string[]> {
  return headers as Record<string, string | string[]>;
}

function refused(message: string): SignatureError {
  return new SignatureError('invalid signature headers', message);
}
