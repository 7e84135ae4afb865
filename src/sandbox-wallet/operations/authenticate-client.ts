import { SignatureError } from '../core/errors.js';
import type { Exchange } from './exchange.js';
import type { Client } from '../signatures/client-key-cache.js';
import { parseSignatureInput } from '../signatures/signature-input.js';
import { checkSignatureParameters, verifySignature } from '../signatures/verify-signature.js';

/** @throws SignatureError unless `client` signed this request recently, and with a new nonce. */
// https://www.rfc-editor.org/rfc/rfc9635.html#name-http-message-signatures
export async function authenticateClient({ wallet, request }: Exchange, client: Client): Promise<void> {
  const now = wallet.systemTime();
  const input = parseSignatureInput(request);
  checkSignatureParameters(request, input, now);
  verifySignature(request, input, await wallet.clientKeys.find(client, input.keyid));
  if (input.nonce === undefined) return;
  const signer = JSON.stringify([client, input.keyid]);
  if (await wallet.seenNonces.add(signer, input.nonce, now)) return;
  throw new SignatureError('invalid signature headers', 'nonce was seen before');
}
