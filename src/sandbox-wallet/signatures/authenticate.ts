import { SignatureError } from '../errors.js';
import type { Exchange } from '../http/exchange.js';
import type { Client } from './client-keys.js';
import { parseSignatureInput } from './signature-input.js';
import { checkSignatureParameters, verifySignature } from './verify-signature.js';

/** @throws SignatureError unless `client` itself signed this very request, now and once. */
// https://www.rfc-editor.org/rfc/rfc9635.html#name-http-message-signatures
export async function authenticate({ wallet, request }: Exchange, client: Client): Promise<void> {
  const input = parseSignatureInput(request);
  checkSignatureParameters(request, input, wallet.now());
  verifySignature(request, input, await wallet.clientKeys.find(client, input.keyid));
  if (input.nonce === undefined || wallet.seenNonces.add(input.keyid, input.nonce, wallet.now())) return;
  throw new SignatureError('invalid signature headers', 'nonce was seen before');
}
